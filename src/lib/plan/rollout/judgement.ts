import {judge} from '../../analysis/judge.js';
import type {Judgement} from '../../analysis/judgement.js';
import type {VersionMinute} from '../../analysis/minute/minute.js';
import type {WeightChange} from '../../analysis/minute/weight-change.js';
import type {AnalysisSettings} from '../../analysis/settings.js';
import type {SignalReadings} from '../../analysis/signal-readings.js';
import {isWatching, type RolloutMarker, weightsOf} from '../../model/rollout/marker.js';

export interface RolloutSample {
  readonly minutes: readonly VersionMinute[];
  readonly settings: AnalysisSettings;
  readonly nowMs: number;
  /** Everything beside invocations and errors. */
  readonly readings?: SignalReadings;
  /** Leaves out the bounds on the difference, which decide nothing. */
  readonly withoutBounds?: boolean;
}

/** Judges a rollout from its marker and the raw minutes alone: whoever reads the alias comes to the same verdict. */
export function judgeRollout(marker: RolloutMarker, sample: RolloutSample): Judgement {
  const {nowMs} = sample;
  return judge({
    ...sample,
    stable: marker.stable,
    candidate: marker.candidate,
    changes: weightChanges(marker),
    phase: isWatching(marker) ? 'watch' : 'compare',
    stepStartedMs: marker.movedMs.at(-1) ?? nowMs,
  });
}

/** Every traffic move so far with the weight it gave the candidate. */
export function weightChanges(marker: RolloutMarker): readonly WeightChange[] {
  const weights = weightsOf(marker);
  return marker.movedMs.map((atMs, index) => ({atMs, weightPercent: weights[index] ?? 100}));
}
