import type {Judgement} from '../../analysis/judgement.js';
import {settingsDigest} from '../../analysis/settings-digest.js';
import type {ObservedStanding} from '../../observe/rollout/standing.js';
import type {AliasMetrics} from '../../ports/metrics.js';
import {judgeRollout} from './judgement.js';

/** Where an alias and the rollout in it stand now. */
export interface RolloutStatus extends Omit<ObservedStanding, 'sample'> {
  /** Of the running or watched rollout, from its first minute. */
  readonly metrics?: AliasMetrics;
  readonly judgement?: Judgement;
  /** False: the rollout was begun with other analysis settings than these, and is judged differently by its process. */
  readonly sameSettings?: boolean;
}

/** What was read of an alias with the judge's word on its rollout, as the rollout's own process would come to it now. */
export function toRolloutStatus({sample, ...standing}: ObservedStanding): RolloutStatus {
  if (!sample) return standing;
  const {marker, metrics, readings, settings} = sample;
  const {nowMs} = standing;
  return {
    ...standing,
    metrics,
    judgement: judgeRollout(marker, {minutes: metrics.minutes, settings, nowMs, readings}),
    sameSettings: settingsDigest(settings) === marker.settingsDigest,
  };
}
