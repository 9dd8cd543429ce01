import type {Judgement} from '../../analysis/judgement.js';
import type {AnalysisSettings} from '../../analysis/settings.js';
import {settingsDigest} from '../../analysis/settings-digest.js';
import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function-ref.js';
import {type RolloutStanding, rolloutStanding} from '../../model/rollout/standing.js';
import {judgeRollout} from '../../plan/rollout/judgement.js';
import {settingsFor} from '../../plan/rollout/rollout.js';
import type {Clock} from '../../ports/clock.js';
import type {AliasMetrics} from '../../ports/metrics.js';
import {type ReadingsDeps, readBefore, readRollout} from './readings.js';
import type {ObserveDeps} from './rollout.js';

export interface StatusDeps extends ObserveDeps, ReadingsDeps {
  readonly clock: Clock;
}

/** Where an alias and the rollout in it stand now. */
export interface RolloutStatus {
  readonly ref: AliasRef;
  /** Absent when there is no such alias. */
  readonly alias?: AliasState;
  readonly standing: RolloutStanding;
  readonly nowMs: number;
  /** Of the running or watched rollout, from its first minute. */
  readonly metrics?: AliasMetrics;
  readonly judgement?: Judgement;
  /** False: the rollout was begun with other analysis settings than these, and is judged differently by its process. */
  readonly sameSettings?: boolean;
}

/** Reads an alias and judges the rollout it carries, as its own process would now. Changes nothing. Throws AwsError. */
export async function observeRolloutStatus(
  deps: StatusDeps,
  ref: AliasRef,
  settings: AnalysisSettings,
  signal?: AbortSignal,
): Promise<RolloutStatus> {
  const {aliases, functions, clock} = deps;
  const alias = await aliases.getAlias(ref, signal);
  const nowMs = clock.now();
  if (!alias) return {ref, standing: {kind: 'idle'}, nowMs};
  const standing = rolloutStanding(alias);
  if (standing.kind !== 'running' && standing.kind !== 'watching') return {ref, alias, standing, nowMs};
  const {marker} = standing;
  const versions = [marker.stable, marker.candidate];
  const configurations = await Promise.all(
    versions.map((version) => functions.getFunction(ref.functionName, version, signal)),
  );
  const judged = settingsFor(settings, configurations);
  const query = {ref, marker, settings: judged};
  const before = await readBefore(deps, query, signal);
  const {metrics, readings} = await readRollout(deps, query, {before, nowMs}, signal);
  return {
    ref,
    alias,
    standing,
    nowMs,
    metrics,
    judgement: judgeRollout(marker, {minutes: metrics.minutes, settings: judged, nowMs, readings}),
    sameSettings: settingsDigest(judged) === marker.settingsDigest,
  };
}
