import type {AnalysisSettings} from '../../analysis/settings.js';
import {settingsDigest} from '../../analysis/settings-digest.js';
import type {InconclusivePolicy} from '../../config/release-file.js';
import type {RolloutFreeze} from '../../model/freeze/policy.js';
import type {FrozenSpan} from '../../model/freeze/span.js';
import {isTimeZone} from '../../model/freeze/time-zone.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import type {KeptPolicy} from '../../ports/rollout/kept-policies.js';
import type {PlanWarning} from '../rollout/plan.js';
import type {RolloutPolicy} from './policy.js';

/** What of a policy travels with its rollout: all that the alias and CloudWatch do not tell. */
export type TravellingPolicy = Pick<RolloutPolicy, 'settings' | 'onInconclusive' | 'promoteEarly' | 'freeze'>;

/** What a person says beside a rollout that is under way. */
export interface StatedPolicy {
  /** Where it is said how to judge; absent: nowhere, so that it would be by the defaults. */
  readonly settings?: 'flags' | 'file';
  /** By flags: they go before what was kept, for a tick's driver may decide them anew. */
  readonly onInconclusive?: InconclusivePolicy;
  readonly promoteEarly?: boolean;
}

const POLICIES: readonly InconclusivePolicy[] = ['extend', 'hold', 'promote', 'abort'];

/** What is kept of the policy of a rollout, beside its alias. */
export function toKeptPolicy(rolloutId: string, policy: TravellingPolicy): KeptPolicy {
  const {settings, onInconclusive, promoteEarly, freeze} = policy;
  return {rolloutId, text: JSON.stringify({settings, onInconclusive, promoteEarly, freeze})};
}

/**
 * The policy that was kept of this rollout, or nothing when it is another's, cannot be read, or is not what the rollout was
 * begun with: the marker moves with the traffic and under AWS's lock, and what is kept beside it does not.
 */
export function trustedPolicy(
  kept: KeptPolicy | undefined,
  {rolloutId, settingsDigest: digest}: Pick<RolloutMarker, 'rolloutId' | 'settingsDigest'>,
): TravellingPolicy | undefined {
  if (kept?.rolloutId !== rolloutId) return undefined;
  const {settings, onInconclusive, promoteEarly, freeze} = membersOf(kept.text);
  const isWhole = typeof settings === 'object' && settings !== null && typeof promoteEarly === 'boolean';
  const known = POLICIES.find((each) => each === onInconclusive);
  if (!isWhole || known === undefined || settingsDigest(settings as AnalysisSettings) !== digest) return undefined;
  return {
    ...{settings: settings as AnalysisSettings, onInconclusive: known, promoteEarly},
    ...(isFreeze(freeze) && {freeze}),
  };
}

/** One that nobody can read is none: it holds up what is good, and never keeps what is bad. */
function isFreeze(freeze: unknown): freeze is RolloutFreeze {
  const {onFreeze, spans} = Object(freeze) as Partial<RolloutFreeze>;
  if ((onFreeze !== 'hold' && onFreeze !== 'abort') || !Array.isArray(spans)) return false;
  return spans.every((span: unknown) => {
    const {fromMs, toMs, reason, timezone = 'UTC'} = Object(span) as Partial<FrozenSpan>;
    const isTime = Number.isFinite(fromMs) && Number.isFinite(toMs);
    return isTime && typeof reason === 'string' && typeof timezone === 'string' && isTimeZone(timezone);
  });
}

/** What a rollout is driven by when its policy was kept: that, but for what its driver decides by flags. */
export function withStated(kept: TravellingPolicy, stated: StatedPolicy = {}): TravellingPolicy {
  const {settings: _says, ...decided} = stated;
  return {...kept, ...decided};
}

/** That flags or a release file say otherwise than what a rollout is judged by; `command` judges by them all the same. */
export function saidOtherwise(ref: AliasRef, command?: string): PlanWarning {
  const instead = command === undefined ? '' : ` To judge by these from here on: ${command}`;
  return {
    code: 'OTHER_SETTINGS',
    message: `The rollout of ${formatAliasRef(ref)} was begun with other analysis settings than these, and is judged by its own.${instead}`,
  };
}

function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    // Not what we wrote: not trusted, as anything else that is not.
    return {};
  }
}
