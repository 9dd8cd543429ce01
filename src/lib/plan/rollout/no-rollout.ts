import type {AliasState} from '../../model/alias/state.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {Refusal} from '../refusal.js';

/** The objection to acting on a rollout where there is none. */
export function noRollout(alias: AliasState): {readonly ok: false; readonly refusals: readonly [Refusal]} {
  const name = formatAliasRef(alias);
  return {
    ok: false,
    refusals: [
      {
        code: 'NO_ROLLOUT',
        message: `${name} is in no rollout: version ${alias.stable} has all traffic.`,
        suggestions: [`Begin one: lambda-release rollout start ${name} <version>`],
      },
    ],
  };
}
