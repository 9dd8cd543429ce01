import {judge} from '../../analysis/judge.js';
import type {Judgement} from '../../analysis/judgement.js';
import type {VersionMinute} from '../../analysis/minute/minute.js';
import type {AnalysisSettings} from '../../analysis/settings.js';
import type {SignalReadings} from '../../analysis/signal-readings.js';
import {isWatching, type RolloutMarker} from '../../model/rollout/marker.js';
import {sentWeights} from '../../model/rollout/place.js';

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
    changes: sentWeights(marker),
    phase: isWatching(marker) ? 'watch' : 'compare',
    stepStartedMs: marker.movedMs.at(-1) ?? nowMs,
  });
}
