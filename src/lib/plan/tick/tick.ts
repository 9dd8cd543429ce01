import {settingsDigest} from '../../analysis/settings-digest.js';
import {settingsFor} from '../../analysis/settings-for.js';
import {formatAliasRef} from '../../model/function-ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import type {FunctionConfiguration} from '../../ports/functions.js';
import type {Planned} from '../refusal.js';
import type {RolloutSpec} from '../rollout/plan.js';
import {otherSettings} from '../rollout/resume.js';
import {patienceFor} from '../rollout/rollout.js';
import {apartness} from '../rollout/version-refusals.js';
import type {RolloutPolicy} from './policy.js';

/** What whoever ticks may say; everything else was said when the rollout was begun. */
export type TickSpec = Pick<RolloutSpec, 'ref' | 'settings' | 'onInconclusive' | 'promoteEarly'> & {
  /** Judge by these settings although the rollout was begun with others. */
  readonly acceptSettings: boolean;
};

/** What a tick drives a rollout by. Refused when it was begun with other settings, for two judges would take turns. */
export function planTick(
  {ref, settings: asked, onInconclusive, promoteEarly, acceptSettings}: TickSpec,
  marker: RolloutMarker,
  versions: readonly (FunctionConfiguration | undefined)[],
): Planned<RolloutPolicy> {
  const settings = settingsFor(asked, versions);
  if (!acceptSettings && settingsDigest(settings) !== marker.settingsDigest) {
    const command = `lambda-release rollout resume ${formatAliasRef(ref)} --once --accept-settings`;
    return {ok: false, refusals: [otherSettings(ref, command)]};
  }
  const [stable, candidate] = versions;
  const plan = {settings, onInconclusive, promoteEarly, patienceMs: patienceFor(marker.steps)};
  return {ok: true, plan: {...plan, ...apartness(stable, candidate)}};
}
