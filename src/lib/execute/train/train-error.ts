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
import {wayOutIn} from '../../plan/in-region.js';
import {type CarReport, type CarServes, toCarReport} from './car-report.js';
import type {TrainOutcome} from './train.js';

const SERVES: Readonly<Record<CarServes, string>> = {
  new: 'on the new version',
  old: 'back on what they served before',
  both: 'held where they are',
  untouched: 'not begun',
  unknown: 'nobody can tell',
};
const MOST_NAMES = 20;

/**
 * The error a train ends its command with, if it did not get to its end; it says of every car what it serves, and its exit code is
 * true of all: 6 when nobody can tell of one, 5 when what was begun is taken back or something fell, 7 when it waits for a person.
 */
export function toTrainError(outcome: TrainOutcome<unknown>): ReleaseError | undefined {
  if (outcome.kind === 'released') return undefined;
  const {trainId, reason, cars} = outcome;
  const reports = cars.map(toCarReport);
  const message = `Train ${trainId}: ${reason ?? 'it was interrupted.'}\n${listText(reports)}`;
  const details = {train: trainId, cars: reports};
  const [lost] = reports.filter(({serves}) => serves === 'unknown');
  if (lost) {
    const found = firstCommandOf(cars.find(({car}) => car.name === lost.name));
    const command = wayOutIn(lost.region, found ?? `lambda-release status ${formatAliasRef(lost)}`);
    return new NotRestoredError(`${message}\n${lost.message ?? ''}`.trimEnd(), {
      code: 'TRAIN_NOT_RESTORED',
      suggestions: [command, ...waysOn(trainId)],
      details,
      traffic: 'mixed',
    });
  }
  const traffic = trafficOf(reports);
  const options = {suggestions: waysOn(trainId), details, traffic};
  if (outcome.kind === 'interrupted') {
    const error = cars.flatMap(({end}) => (end?.state === 'interrupted' ? [end.error] : []))[0];
    const signal = error instanceof InterruptedError ? error.signal : 'SIGINT';
    return new InterruptedError(signal, message, {...options, code: 'INTERRUPTED'});
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
  const kinds = new Set(reports.map(({serves}) => serves));
  if (kinds.has('both') || kinds.has('new')) return kinds.size === 1 && kinds.has('both') ? 'held' : 'mixed';
  return kinds.has('old') ? 'restored' : 'untouched';
}

function listText(reports: readonly CarReport[]): string {
  const lines = Object.entries(SERVES).flatMap(([serves, words]) => {
    const names = reports.filter((report) => report.serves === serves).map(({name}) => name);
    if (names.length === 0) return [];
    return [`  ${names.length} ${words}: ${someNames(names, MOST_NAMES)}`];
  });
  const failures = reports.flatMap(({fell, message}) => (fell && message !== undefined ? [message] : []));
  return [...lines, ...failures.slice(0, 3)].join('\n');
}

function waysOn(trainId: string): readonly string[] {
  return [
    `See it: lambda-release train status --train ${trainId}`,
    `Go on with it: lambda-release train resume --train ${trainId}`,
    `Take all of it back: lambda-release train abort --train ${trainId}`,
  ];
}

function firstCommandOf(riding: TrainOutcome<unknown>['cars'][number] | undefined): string | undefined {
  const error =
    riding?.ordered.find((each) => each.error !== undefined)?.error ??
    (riding?.end && 'error' in riding.end ? riding.end.error : undefined);
  return error instanceof ReleaseError ? error.suggestions.find((each) => !each.includes(': ')) : undefined;
}
