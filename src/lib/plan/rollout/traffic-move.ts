import type {AliasState} from '../../model/alias/state.js';
import {type AliasTarget, isAt} from '../../model/alias/target.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {createCommand} from '../../model/rollout/repair-command.js';
import type {Version} from '../../model/versions/version.js';
import type {Planned, Refusal} from '../refusal.js';
import type {PlanWarning} from './plan.js';

/** One guarded write, decided on what was observed. */
export interface TrafficMove {
  /** `step`: one step on; the rollout is not over. `hold`: the alias says that it waits, traffic stays. */
  readonly kind: 'shift' | 'abort' | 'promote' | 'rollback' | 'step' | 'hold';
  readonly ref: AliasRef;
  readonly before: AliasState;
  readonly target: AliasTarget;
  /** False when the alias is exactly so already: nothing is sent. */
  readonly changed: boolean;
  /** The rollout that this move is about. */
  readonly rolloutId?: string;
  /** How long it is tried while AWS fails, milliseconds; a minute when absent, for a person waits for it. */
  readonly tryForMs?: number;
  readonly warnings: readonly PlanWarning[];
}

type MoveParts = Pick<TrafficMove, 'kind' | 'target'> &
  Partial<Pick<TrafficMove, 'rolloutId' | 'tryForMs' | 'warnings'>>;

/** A move of `before` to a target, or all the objections there are. */
export function plannedMove(
  before: AliasState,
  parts: MoveParts,
  [first, ...rest]: readonly Refusal[] = [],
): Planned<TrafficMove> {
  if (first) return {ok: false, refusals: [first, ...rest]};
  const {functionName, alias} = before;
  const changed = !isAt(before, parts.target);
  return {ok: true, plan: {warnings: [], ...parts, ref: {functionName, alias}, before, changed}};
}

/** The objection to moving an alias that is not there; with the way to create it, when it is known what it should serve. */
export function noSuchAlias(
  ref: AliasRef,
  wanted?: Version,
): {readonly ok: false; readonly refusals: readonly [Refusal]} {
  const name = formatAliasRef(ref);
  return {
    ok: false,
    refusals: [
      {
        code: 'ALIAS_NOT_FOUND',
        message: `${name} does not exist.`,
        suggestions: [
          'Look at the name, --region and --profile.',
          ...(wanted === undefined ? [] : [`If it was deleted, create it anew: ${createCommand(ref, wanted)}`]),
          `See the aliases there are: lambda-release status ${ref.functionName}`,
        ],
      },
    ],
  };
}
