import {previousAfterMove, restingDescription, splitDescription} from '../model/alias-description.js';
import {formatAliasRef} from '../model/function-ref.js';
import type {ObservedRollout} from '../observe/rollout.js';
import type {Planned} from './refusal.js';
import {standingRefusals} from './standing-refusals.js';
import {noSuchAlias, plannedMove, type TrafficMove} from './traffic-move.js';
import {versionRefusals} from './version-refusals.js';

/** All traffic to the candidate of a running rollout, in one write; while it is watched already, the end of the watch. */
export function planPromote(observed: ObservedRollout): Planned<TrafficMove> {
  const {ref, alias, standing} = observed;
  if (!alias) return noSuchAlias(ref);
  if (standing.kind === 'idle') {
    const name = formatAliasRef(ref);
    return {
      ok: false,
      refusals: [
        {
          code: 'NO_ROLLOUT',
          message: `${name} is in no rollout: version ${alias.stable} has all traffic.`,
          suggestions: [`Begin one: lambda-release rollout start ${name}`],
        },
      ],
    };
  }
  if (standing.kind === 'foreign' || standing.kind === 'orphaned') {
    return plannedMove(alias, {kind: 'promote', target: alias}, standingRefusals(alias, standing));
  }
  const {stable, candidate, rolloutId} = standing.marker;
  const {text, previous} = splitDescription(alias.description);
  const description = restingDescription(text, previousAfterMove(previous, stable, candidate));
  return plannedMove(
    alias,
    {kind: 'promote', target: {stable: candidate, description}, rolloutId},
    versionRefusals(observed, candidate),
  );
}
