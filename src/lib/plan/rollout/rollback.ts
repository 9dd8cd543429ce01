import {previousAfterMove, restingDescription, splitDescription} from '../../model/alias/description.js';
import {formatAliasRef} from '../../model/function-ref.js';
import type {Version} from '../../model/version.js';
import type {ObservedRollback} from '../../observe/rollout/rollback.js';
import type {Planned} from '../refusal.js';
import {planAbort} from './abort.js';
import {provisionedWarnings} from './provisioned.js';
import {standingRefusals} from './standing-refusals.js';
import {noSuchAlias, plannedMove, type TrafficMove} from './traffic-move.js';
import {versionRefusals} from './version-refusals.js';

/**
 * Back to `to`, or to the version that had all traffic last and was not rolled back, as the note at the end of the
 * description says. Never "one number less". A rollout that still runs is aborted. Where nobody knows: a refusal with
 * the versions that could be named.
 */
export function planRollback(observed: ObservedRollback, to?: Version): Planned<TrafficMove> {
  const {ref, alias, standing} = observed;
  if (!alias) return noSuchAlias(ref);
  if (standing.kind !== 'idle') {
    const abort = planAbort(observed);
    if (!abort.ok || to === undefined || to === abort.plan.target.stable) return abort;
    return plannedMove(alias, {kind: 'rollback', target: alias}, standingRefusals(alias, standing));
  }
  const {text, previous} = splitDescription(alias.description);
  const version = to ?? previous[0];
  if (version === undefined) return unknownTarget(observed);
  const description = restingDescription(text, previousAfterRollback(previous, alias.stable, version));
  return plannedMove(
    alias,
    {kind: 'rollback', target: {stable: version, description}, warnings: provisionedWarnings(observed)},
    versionRefusals(observed, version),
  );
}

// The version that is left was rolled back, so it never becomes a "previous" one; a version outside the note starts anew.
function previousAfterRollback(previous: readonly Version[], from: Version, to: Version): readonly Version[] {
  if (from === to) return previous;
  return previous.includes(to) ? previousAfterMove(previous, from, to) : [];
}

function unknownTarget({ref, alias, others}: ObservedRollback): Planned<TrafficMove> {
  const name = formatAliasRef(ref);
  const [newest] = others;
  return {
    ok: false,
    refusals: [
      {
        code: 'PREVIOUS_UNKNOWN',
        message: `Nobody noted which version ${name} served before version ${alias?.stable}.`,
        suggestions:
          newest === undefined
            ? [`${ref.functionName} has no other version that is Active.`]
            : [
                `Name it, for example: lambda-release rollback ${name} --to ${newest}`,
                `Active versions: ${others.join(', ')}`,
              ],
        details: {active: others},
      },
    ],
  };
}
