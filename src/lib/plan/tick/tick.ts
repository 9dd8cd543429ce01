import {settingsDigest} from '../../analysis/settings-digest.js';
import {settingsFor} from '../../analysis/settings-for.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {Planned} from '../refusal.js';
import type {PlanWarning, RolloutSpec} from '../rollout/plan.js';
import {otherSettings} from '../rollout/resume.js';
import {patienceFor} from '../rollout/rollout.js';
import {apartness} from '../rollout/version-refusals.js';
import {type StatedPolicy, saidOtherwise, type TravellingPolicy, withStated} from './kept-policy.js';
import type {RolloutPolicy} from './policy.js';

/** What whoever ticks may say; everything else was said when the rollout was begun. */
export type TickSpec = Pick<RolloutSpec, 'ref' | 'settings' | 'onInconclusive' | 'promoteEarly'> & {
  /** Judge by these settings although the rollout was begun with others. */
  readonly acceptSettings: boolean;
  readonly stated?: StatedPolicy;
};

/** The policy of a tick, and what its driver should know. */
export interface PlannedTick {
  readonly policy: RolloutPolicy;
  readonly warnings: readonly PlanWarning[];
}

/**
 * What a tick drives a rollout by: what was kept of its policy, or what it is told. Refused when neither is what the rollout
 * was begun with, for two judges would take turns.
 */
export function planTick(
  {ref, acceptSettings, stated, ...asked}: TickSpec,
  {marker, kept}: {readonly marker: RolloutMarker; readonly kept?: TravellingPolicy | undefined},
  versions: readonly (FunctionConfiguration | undefined)[],
): Planned<PlannedTick> {
  const settings = settingsFor(asked.settings, versions);
  const differs = settingsDigest(settings) !== marker.settingsDigest;
  const command = `lambda-release rollout resume ${formatAliasRef(ref)} --once --accept-settings`;
  // What somebody says in so many words is done or refused, never passed over.
  const own = acceptSettings || stated?.settings === 'flags' ? undefined : kept;
  if (differs && !acceptSettings && !own) return {ok: false, refusals: [otherSettings(ref, command)]};
  const told = {settings, onInconclusive: asked.onInconclusive, promoteEarly: asked.promoteEarly};
  const travelling = own ? withStated(own, stated) : told;
  const [stable, candidate] = versions;
  const policy = {...travelling, patienceMs: patienceFor(marker.steps), ...apartness(stable, candidate)};
  const isOverruled = differs && own && stated?.settings === 'file';
  return {ok: true, plan: {policy, warnings: isOverruled ? [saidOtherwise(ref, command)] : []}};
}
