import {
  HeldError,
  InterruptedError,
  NotRestoredError,
  ReleaseError,
  RolledBackError,
  type TrafficState,
} from '../../errors.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {someNames} from '../../model/text/some-names.js';
import {wayOutIn} from '../../plan/in-place.js';
import {type TrainAddress, trainCommand} from '../../plan/train/command.js';
import {type CarReport, type CarServes, toCarReport} from './car-report.js';
import type {TrainOutcome} from './train.js';

const SERVES: Readonly<Record<CarServes, string>> = {
  new: 'on the new version',
  old: 'back on what they served before',
  both: 'held where they are',
  untouched: 'not begun',
  made: 'made with the new version',
  same: 'serve it already',
  unknown: 'nobody can tell',
};
/** What is to be run now says nothing before its command; in a description that it writes may stand anything. */
const BARE_COMMAND = /^(?:lambda-release|aws) /;
const MOST_NAMES = 20;
const MOST_FAILURES = 3;

/**
 * The error a train ends its command with, if it did not get to its end; it says of every car what it serves, and its exit code is
 * true of all: 6 when nobody can tell of one, 5 when what was begun is taken back or something fell, 7 when it waits for a person.
 */
export function toTrainError(
  outcome: TrainOutcome<unknown>,
  address: TrainAddress = outcome,
): ReleaseError | undefined {
  if (outcome.kind === 'released') return undefined;
  const {trainId, reason, cars} = outcome;
  const reports = cars.map(toCarReport);
  const failures = failuresOf(cars);
  const message = `Train ${trainId}: ${reason ?? 'it was interrupted.'}\n${listText(reports, failures)}`;
  const details = {train: trainId, cars: reports};
  const [lost] = reports.filter(({serves}) => serves === 'unknown');
  if (lost) {
    const riding = cars.find(({car}) => car.name === lost.name);
    const found = firstCommandOf(riding) ?? `lambda-release status ${formatAliasRef(lost)}`;
    const command = wayOutIn(riding?.car.place, found);
    return new NotRestoredError(`${message}\n${lost.message ?? ''}`.trimEnd(), {
      code: 'TRAIN_NOT_RESTORED',
      suggestions: [command, ...waysOn(address)],
      details,
      traffic: 'mixed',
    });
  }
  const traffic = trafficOf(reports);
  const options = {suggestions: [...(failures[0]?.suggestions ?? []), ...waysOn(address)], details, traffic};
  if (outcome.kind === 'interrupted') {
    return new InterruptedError(outcome.signal ?? 'SIGINT', message, {...options, code: 'INTERRUPTED'});
  }
  if (outcome.kind === 'convicted' && !reports.some(({serves}) => serves === 'both' || serves === 'new')) {
    return new RolledBackError(message, {
      ...options,
      code: 'TRAIN_CONVICTED',
      suggestions: ['Mend it, and release it again; the versions are remembered as taken back.'],
    });
  }
  if (reports.some(({fell}) => fell)) return new RolledBackError(message, {...options, code: 'TRAIN_HELD'});
  const [stopped] = cars.flatMap(({end}) => (end?.state === 'stopped' ? [end.error] : []));
  if (traffic === 'untouched' && stopped instanceof ReleaseError) return stopped;
  return new HeldError(message, {...options, code: 'TRAIN_HELD'});
}

function trafficOf(reports: readonly CarReport[]): TrafficState {
  const kinds = new Set(reports.flatMap(({serves}) => (serves === 'same' ? [] : [serves])));
  if (kinds.has('both') || kinds.has('new') || kinds.has('made'))
    return kinds.size === 1 && kinds.has('both') ? 'held' : 'mixed';
  return kinds.has('old') ? 'restored' : 'untouched';
}

function listText(reports: readonly CarReport[], failures: readonly Failure[]): string {
  const lines = Object.entries(SERVES).flatMap(([serves, words]) => {
    const names = reports.filter((report) => report.serves === serves).map(({name}) => name);
    if (names.length === 0) return [];
    return [`  ${names.length} ${words}: ${someNames(names, MOST_NAMES)}`];
  });
  return [...lines, ...failures.slice(0, MOST_FAILURES).map(({message}) => message)].join('\n');
}

/** Cars that went wrong by themselves, what fell first: why, and their ways on where they are. */
function failuresOf(cars: TrainOutcome<unknown>['cars']): readonly Failure[] {
  return (['fell', 'stopped'] as const).flatMap((state) =>
    cars.flatMap(({car, end}) => {
      if (end?.state !== state || !(end.error instanceof ReleaseError)) return [];
      const {message, suggestions} = end.error;
      return [{message, suggestions: suggestions.map((wayOut) => wayOutIn(car.place, wayOut))}];
    }),
  );
}

interface Failure {
  readonly message: string;
  readonly suggestions: readonly string[];
}

function waysOn(address: TrainAddress): readonly string[] {
  return [
    `See it: ${trainCommand('status', address)}`,
    `Go on with it: ${trainCommand('resume', address)}`,
    `Take all of it back: ${trainCommand('abort', address)}`,
  ];
}

function firstCommandOf(riding: TrainOutcome<unknown>['cars'][number] | undefined): string | undefined {
  const error =
    riding?.ordered.find((each) => each.error !== undefined)?.error ??
    (riding?.end && 'error' in riding.end ? riding.end.error : undefined);
  return error instanceof ReleaseError ? error.suggestions.find((each) => BARE_COMMAND.test(each)) : undefined;
}
