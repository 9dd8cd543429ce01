import {
  isNoteOf,
  type PreviousNote,
  previousAfterMove,
  restingDescription,
  splitDescription,
  stillConvicted,
} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {Version} from '../../model/versions/version.js';
import type {ObservedRollback} from '../../observe/rollout/rollback.js';
import type {Planned, Refusal} from '../refusal.js';
import {planAbort} from './abort.js';
import {provisionedWarnings} from './provisioned.js';
import {standingRefusals} from './standing-refusals.js';
import {noSuchAlias, plannedMove, type TrafficMove} from './traffic-move.js';
import {versionRefusals} from './version-refusals.js';

/**
 * Back to `to`, or to the version that had all traffic last and was not rolled back, as the note at the end of the
 * description says. Never "one number less". A rollout that still runs is aborted. Where nobody knows, or the note is of
 * another version than the one that serves: a refusal with what can be told.
 */
export function planRollback(observed: ObservedRollback, to?: Version): Planned<TrafficMove> {
  const {ref, alias, standing} = observed;
  if (!alias) return noSuchAlias(ref);
  if (standing.kind !== 'idle') {
    const abort = planAbort(observed);
    if (!abort.ok || to === undefined || to === abort.plan.target.stable) return abort;
    return plannedMove(alias, {kind: 'rollback', target: alias}, standingRefusals(alias, standing));
  }
  const {text, ...note} = splitDescription(alias.description);
  const [latest] = note.previous;
  if (to === undefined && latest !== undefined && !isNoteOf(note, alias.stable)) {
    return {ok: false, refusals: [noteOutdated(alias, note, latest)]};
  }
  const version = to ?? latest;
  if (version === undefined) return {ok: false, refusals: [previousUnknown(observed, alias)]};
  const description = restingDescription(text, noteAfterRollback(note, alias.stable, version));
  return plannedMove(
    alias,
    {kind: 'rollback', target: {stable: version, description}, warnings: provisionedWarnings(observed)},
    versionRefusals(observed, version),
  );
}

// The version that is left was rolled back, so it never becomes a "previous" one; a version outside the note starts anew.
function noteAfterRollback(note: PreviousNote, from: Version, to: Version): PreviousNote {
  if (from === to) return note;
  const isKnown = isNoteOf(note, from) && note.previous.includes(to);
  return isKnown ? previousAfterMove(note, from, to) : {previous: [], ...stillConvicted(note, to)};
}

/** Somebody moved the alias since, with another tool: what it served right before is written nowhere. */
function noteOutdated(alias: AliasState, {of, previous}: PreviousNote, latest: Version): Refusal {
  const name = formatAliasRef(alias);
  const whose = of === undefined ? 'does not say of which version it is' : `is of version ${of}`;
  return {
    code: 'NOTE_OUTDATED',
    message: `${name} serves version ${alias.stable}, and its note of what came before (${previous.join(', then ')}) ${whose}: something else has moved it since, and what it served right before is not known.`,
    suggestions: [
      ...(of === undefined ? [] : [`To the version the note is of: lambda-release rollback ${name} --to ${of}`]),
      `To the one that came before it: lambda-release rollback ${name} --to ${latest}`,
      `CloudTrail names who moved it: aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=${alias.functionName}`,
    ],
    details: {stable: alias.stable, previous, ...(of !== undefined && {noteOf: of})},
  };
}

function previousUnknown({ref, others, likely}: ObservedRollback, alias: AliasState): Refusal {
  const name = formatAliasRef(ref);
  const named =
    likely === undefined
      ? 'Nothing tells which version that was: no lower one is Active that no other alias holds.'
      : `The highest lower version that no other alias holds is ${likely}; if that was it: lambda-release rollback ${name} --to ${likely}`;
  return {
    code: 'PREVIOUS_UNKNOWN',
    message: `Nobody noted which version ${name} served before version ${alias.stable}.`,
    suggestions:
      others.length === 0
        ? [`${ref.functionName} has no other version that is Active.`]
        : [named, `Active versions: ${others.join(', ')}`],
    details: {active: others, ...(likely !== undefined && {likely})},
  };
}
