import {AwsError, HeldError, InterruptedError, NotRestoredError, ReleaseError, RolledBackError} from '../../errors.js';
import type {AliasState} from '../../model/alias/state.js';
import {formatFailedTrace} from '../../model/failed-trace.js';
import {formatFailureCause} from '../../model/failure-cause.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {executionAddress} from '../../model/rollout/execution.js';
import {createCommand} from '../../model/rollout/repair-command.js';
import {describeRouting} from '../../model/rollout/standing.js';
import {messageOf} from '../../model/text/message-of.js';
import type {Version} from '../../model/versions/version.js';
import {type Refusal, toRefusedError} from '../../plan/refusal.js';
import type {CreateAliasOutcome} from '../alias/create-alias.js';
import type {MoveOutcome} from '../alias/traffic-move.js';
import type {RolloutOutcome, RolloutRecord, StopCause} from './outcome.js';

/** The error a rollout's outcome ends its command with, `more` in its details; nothing when it ended as asked. */
export function toRolloutError(
  outcome: RolloutOutcome,
  more: Readonly<Record<string, unknown>> = {},
): ReleaseError | undefined {
  const {record} = outcome;
  const name = formatAliasRef(record.ref);
  const details = {record, ...more};
  switch (outcome.kind) {
    case 'promoted':
    case 'detached':
      return undefined;
    case 'refusedByAws':
      return refusedByAws(name, outcome.error);
    case 'takenOver':
      return outcome.by ? resumedElsewhere(record) : takenOver(record.ref, outcome, details, record.stable);
    case 'rolledBack':
      return new RolledBackError(`${name}: ${takenBackText(record)}. ${outcome.cause.message}${failuresText(record)}`, {
        code: codeOf('ROLLED_BACK', outcome.cause.kind),
        suggestions: afterRollback(record, outcome.cause),
        details: {...details, cause: outcome.cause.kind},
        traffic: 'restored',
        cause: outcome.cause.error,
      });
    case 'notBegun':
      return notBegun(name, outcome.cause, details);
    case 'held':
      return new HeldError(`${name}: held where it is. ${outcome.cause.message}`, {
        code: codeOf('HELD', outcome.cause.kind),
        suggestions: waysOn(name),
        details: {...details, cause: outcome.cause.kind},
        traffic: 'held',
      });
    case 'notRestored':
      return new NotRestoredError(
        `${name}: ${notRestoredText(record, outcome.wanted)}: ${messageOf(outcome.error)}. It was stopped because: ${outcome.cause.message}`,
        {
          code: 'NOT_RESTORED',
          suggestions: repairing(outcome.repair),
          details: {...details, cause: outcome.cause.kind},
          traffic: 'not restored',
          cause: outcome.error,
        },
      );
    case 'interrupted':
      if (outcome.traffic === 'drivenOn') return leftAlone(record, outcome.signal, details);
      return interrupted(name, outcome.signal, outcome.traffic, details);
    case 'drivenOn':
      return new HeldError(`${name}: its rollout is still under way. ${outcome.why}`, {
        code: 'DRIVEN_ON',
        suggestions: waysToFollow(record),
        details,
        traffic: 'held',
      });
  }
}

/** Before a first move is known to be made there may have been nothing to take back. */
function takenBackText({stable, candidate, weights}: RolloutRecord): string {
  const isMoved = weights.some(({weightPercent}) => weightPercent > 0);
  if (!isMoved) return `version ${stable} has all traffic, version ${candidate} had some for moments at most`;
  return `version ${candidate} was taken back, version ${stable} has all traffic`;
}

function notRestoredText({stable}: RolloutRecord, wanted: 'held' | undefined): string {
  if (wanted === 'held') return 'it could not be held, and nobody can tell whether its last move was made';
  return `version ${stable} could not be given back its traffic`;
}

/** What its logs and traces said, a line each; nothing of what was not read or told of no failure. */
function failuresText({failureCauses = [], failedTraces = []}: RolloutRecord): string {
  return (
    told('Its logs say', failureCauses.map(formatFailureCause)) +
    told('Its traces say', failedTraces.map(formatFailedTrace))
  );
}

function told(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${title}:${lines.map((line) => `\n  ${line}`).join('')}`;
}

/** The same for a single move: shift, abort, promote, rollback. */
export function toMoveError(
  ref: AliasRef,
  outcome:
    | MoveOutcome
    | CreateAliasOutcome
    | {readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]]},
): ReleaseError | undefined {
  const name = formatAliasRef(ref);
  switch (outcome.kind) {
    case 'done':
    case 'created':
      return undefined;
    case 'unfit':
      return notBegun(name, outcome.cause, {});
    case 'refused':
      return toRefusedError(outcome.refusals);
    case 'refusedByAws':
      return refusedByAws(name, outcome.error);
    case 'takenOver':
      return takenOver(ref, outcome, {}, 'was' in outcome ? outcome.was : undefined);
    case 'interrupted':
      return interrupted(name, outcome.signal, 'traffic' in outcome ? outcome.traffic : 'untouched', {});
    case 'unknown':
      return new NotRestoredError(`${name}: nobody can tell whether traffic was moved: ${messageOf(outcome.error)}`, {
        code: 'MOVE_UNKNOWN',
        suggestions: [`See what it serves: lambda-release status ${name}`, ...repairing(outcome.repair)],
        traffic: 'unknown',
        cause: outcome.error,
      });
  }
}

/** The first command bare, which is what marks it as the one to run now; the others as ways to do the same. */
function repairing([first, ...others]: readonly [string, ...string[]]): readonly string[] {
  return [first, ...others.map((command) => `Or without lambda-release: ${command}`)];
}

function refusedByAws(name: string, error: unknown): ReleaseError {
  if (error instanceof ReleaseError) return error;
  return new AwsError(`${name}: ${messageOf(error)}`, {
    code: 'AWS_ERROR',
    suggestions: ['Nothing was changed; run the command again.'],
    cause: error,
  });
}

function takenOver(
  ref: AliasRef,
  {alias, reason}: {readonly alias?: AliasState; readonly reason?: string},
  details: Readonly<Record<string, unknown>>,
  stable?: Version,
): NotRestoredError {
  const name = formatAliasRef(ref);
  const now = alias ? (reason ?? `it has ${describeRouting(alias)} now`) : 'it is gone';
  const published = alias?.stable === '$LATEST' ? stable : alias?.stable;
  const wayBack = alias
    ? `give one version all traffic: lambda-release shift ${name} ${published ?? '<version>'}`
    : `create it anew: ${createCommand(ref, stable ?? '<version>')}`;
  return new NotRestoredError(`${name} was changed by somebody else, nobody can tell who: ${now}. It was left alone.`, {
    code: 'TAKEN_OVER',
    // To look comes first: a move that undoes somebody's work is theirs to decide.
    suggestions: [`lambda-release status ${name}`, `If that is wrong, ${wayBack}`],
    details: {...details, ...(alias && {stable: alias.stable, candidate: alias.candidate})},
    traffic: 'unknown',
  });
}

function notBegun(name: string, cause: StopCause, details: Readonly<Record<string, unknown>>): RolledBackError {
  return new RolledBackError(`${name}: no traffic was moved. ${cause.message}`, {
    code: codeOf('NOT_BEGUN', cause.kind),
    suggestions: ['Mend it, publish, and run the command again.'],
    details: {...details, cause: cause.kind},
    traffic: 'untouched',
    cause: cause.error,
  });
}

function resumedElsewhere(record: RolloutRecord): NotRestoredError {
  const name = formatAliasRef(record.ref);
  return new NotRestoredError(
    `${name}: another process goes on with rollout ${record.rolloutId}. This one left it alone.`,
    {
      code: 'RESUMED_ELSEWHERE',
      suggestions: [`lambda-release rollout watch ${name}`, `Stop it: lambda-release rollout abort ${name}`],
      details: {record},
      traffic: 'unknown',
    },
  );
}

function interrupted(
  name: string,
  signal: 'SIGINT' | 'SIGTERM',
  traffic: 'untouched' | 'restored' | 'held' | 'as asked',
  details: Readonly<Record<string, unknown>>,
): InterruptedError {
  const state = {
    untouched: 'nothing was changed',
    restored: 'stable has all traffic',
    held: 'the rollout is held where it is',
    'as asked': 'it was created all the same and has all traffic on the new version',
  }[traffic];
  const suggestions = traffic === 'held' ? waysOn(name) : ['Run the command again when you are ready.'];
  return new InterruptedError(signal, `${name}: ended by ${signal}, ${state}.`, {
    code: 'INTERRUPTED',
    suggestions,
    details,
    traffic,
  });
}

function afterRollback({ref, candidate}: RolloutRecord, {kind}: StopCause): readonly string[] {
  if (kind === 'credentials') return ['Begin it again with credentials that last longer than the rollout.'];
  return [`See what it did: lambda-release logs ${ref.functionName}:${candidate} --since 1h`];
}

function waysOn(name: string): readonly string[] {
  return [
    `See it: lambda-release rollout status ${name}`,
    `Go on with it: lambda-release rollout resume ${name}`,
    `Move it on unjudged: lambda-release rollout promote ${name}`,
    `Give stable all traffic: lambda-release rollout abort ${name}`,
  ];
}

/** A signal has ended the work of whoever follows a rollout, and nothing else. */
function leftAlone(
  record: RolloutRecord,
  signal: 'SIGINT' | 'SIGTERM',
  details: Readonly<Record<string, unknown>>,
): InterruptedError {
  const name = formatAliasRef(record.ref);
  const isDriven = record.execution !== undefined;
  const how = isDriven ? ', driven by AWS Step Functions' : ' without it';
  const message = `${name}: ${signal} ended the work of this process alone. The rollout goes on${how}.`;
  return new InterruptedError(signal, message, {
    code: 'INTERRUPTED',
    suggestions: waysToFollow(record),
    details,
    traffic: isDriven ? 'held' : 'untouched',
  });
}

function waysToFollow({ref, execution}: RolloutRecord): readonly string[] {
  const name = formatAliasRef(ref);
  return [
    `Follow it: lambda-release rollout watch ${name}`,
    `Give stable all traffic: lambda-release rollout abort ${name}`,
    ...(execution === undefined ? [] : [`See what drives it: ${executionAddress(execution)}`]),
  ];
}

/** `ROLLED_BACK_ANALYSIS`, `HELD_INCONCLUSIVE`, … */
function codeOf(prefix: string, kind: string): string {
  return `${prefix}_${kind.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}
