import {UsageError} from '../../errors.js';
import {closestName} from '../closest-name.js';

/** Code of the error for a file with environments none of which is named. */
export const ENVIRONMENT_MISSING = 'ENVIRONMENT_MISSING';

const WHERE_FROM = 'Look at --environment and LAMBDA_RELEASE_ENVIRONMENT.';

/** What is known of the environments of a file. */
interface Environments {
  /** How the file is called in messages. */
  readonly file: string;
  readonly names: readonly string[];
}

/** For a command that goes by the file, which has environments, none of which is named. */
export function environmentMissing({file, names}: Environments): UsageError {
  return new UsageError(`${file} has environments, and none is named: ${names.join(', ')}.`, {
    code: ENVIRONMENT_MISSING,
    suggestions: [
      `Name one: ${names.map((name) => `--environment ${name}`).join(' or ')}; or set LAMBDA_RELEASE_ENVIRONMENT.`,
    ],
    details: {environments: names},
  });
}

/** For a command that works in one environment, where several are named. */
export function environmentsSeveral(names: readonly string[]): UsageError {
  return new UsageError(`This works in one environment, and several are named: ${names.join(', ')}.`, {
    code: 'ENVIRONMENT_AMBIGUOUS',
    suggestions: [
      `Name one: ${names.map((name) => `--environment ${name}`).join(' or ')}`,
      'Trains go through several: deploy, and the train commands.',
    ],
    details: {environments: names},
  });
}

/** For an environment that the file does not have, with the nearest one it has. */
export function environmentUnknown(named: string, {file, names}: Environments): UsageError {
  const meant = closestName(named, names);
  return new UsageError(
    names.length === 0
      ? `${file} has no environments, and "${named}" is named.`
      : `${file} has no environment "${named}"; it has ${names.join(', ')}.`,
    {
      code: 'ENVIRONMENT_UNKNOWN',
      suggestions: [...(meant === undefined ? [] : [`Did you mean --environment ${meant}?`]), WHERE_FROM],
      details: {environment: named, environments: names},
    },
  );
}

/** For an environment where there is no release file that could say what it is. */
export function environmentNowhere(named: string): UsageError {
  return new UsageError(`There is no release file here that says what "${named}" is.`, {
    code: 'ENVIRONMENT_UNKNOWN',
    suggestions: ['Name the file with --config.', WHERE_FROM],
    details: {environment: named, environments: []},
  });
}
