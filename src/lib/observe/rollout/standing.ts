import type {AnalysisSettings} from '../../analysis/settings.js';
import {settingsFor} from '../../analysis/settings-for.js';
import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function-ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {type RolloutStanding, rolloutStanding} from '../../model/rollout/standing.js';
import type {Clock} from '../../ports/clock.js';
import {type ReadingsDeps, type RolloutReadings, readBefore, readRollout} from './readings.js';
import type {ObserveDeps} from './rollout.js';

export interface StandingDeps extends ObserveDeps, ReadingsDeps {
  readonly clock: Clock;
}

/** Where an alias stands, and what is there to judge the rollout in it by. */
export interface ObservedStanding {
  readonly ref: AliasRef;
  /** Absent when there is no such alias. */
  readonly alias?: AliasState;
  readonly standing: RolloutStanding;
  readonly nowMs: number;
  /** Of the running or watched rollout, from its first minute; the settings are those for its two versions. */
  readonly sample?: RolloutReadings & {readonly marker: RolloutMarker; readonly settings: AnalysisSettings};
}

/** Reads an alias, and all that the rollout it carries can be judged by. Throws AwsError. */
export async function observeStanding(
  deps: StandingDeps,
  ref: AliasRef,
  settings: AnalysisSettings,
  signal?: AbortSignal,
): Promise<ObservedStanding> {
  const {aliases, functions, clock} = deps;
  const alias = await aliases.getAlias(ref, signal);
  const nowMs = clock.now();
  if (!alias) return {ref, standing: {kind: 'idle'}, nowMs};
  const standing = rolloutStanding(alias);
  if (standing.kind !== 'running' && standing.kind !== 'watching') return {ref, alias, standing, nowMs};
  const {marker} = standing;
  const configurations = await Promise.all(
    [marker.stable, marker.candidate].map((version) => functions.getFunction(ref.functionName, version, signal)),
  );
  const query = {ref, marker, settings: settingsFor(settings, configurations)};
  const before = await readBefore(deps, query, signal);
  const read = await readRollout(deps, query, {before, nowMs}, signal);
  return {ref, alias, standing, nowMs, sample: {...read, marker, settings: query.settings}};
}
