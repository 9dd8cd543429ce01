import {type Place, placedName} from '../../model/place.js';
import type {StoryOutcome} from '../story/outcome.js';

/** What the next job needs to know of one function; what nobody can tell is absent. */
export interface FunctionOutputs extends Place {
  readonly function: string;
  readonly alias?: string;
  readonly version?: string;
  readonly previousVersion?: string;
  readonly outcome: StoryOutcome;
  readonly codeSha256?: string;
  /** Of the function itself, without version or alias. */
  readonly functionArn?: string;
  /** Of a preview. */
  readonly url?: string;
}

/**
 * Lines for the file that GitHub Actions names in GITHUB_OUTPUT: what the first function came to by single names, all of them as JSON.
 * No value has a line break; what is not known is left out, which GitHub reads as empty.
 */
export function githubOutputs(functions: readonly FunctionOutputs[], outcome: StoryOutcome): string {
  return lines([...namedOf(functions, outcome), ['functions', JSON.stringify(functions)]]);
}

/**
 * The same as a dotenv report of GitLab, which a shell can source too: no quotes, comments or empty values, for GitLab reads none of them
 * as a shell does. Of several functions it has their versions in one value, because GitLab takes 20 variables.
 */
export function dotenv(functions: readonly FunctionOutputs[], outcome: StoryOutcome): string {
  const versions = functions.flatMap(({function: name, version, ...place}) =>
    version === undefined ? [] : [`${placedName(name, place)}:${version}`],
  );
  const all: readonly Entry[] = functions.length > 1 && versions.length > 0 ? [['VERSIONS', versions.join(',')]] : [];
  const named = namedOf(functions, outcome).map(([name, value]): Entry => [toVariable(name), value]);
  return lines([...named, ...all].filter(([, value]) => SAFE.test(value)));
}

type Entry = readonly [name: string, value: string];

/** Means itself to a shell. Versions, ARNs and base64 are of this kind. */
const SAFE = /^[\w.,:/+=-]+$/;

function namedOf([first]: readonly FunctionOutputs[], outcome: StoryOutcome): readonly Entry[] {
  const {version, previousVersion, codeSha256, functionArn, url} = first ?? {};
  const entries = {
    ...{version, 'previous-version': previousVersion, outcome},
    ...{'code-sha256': codeSha256, 'function-arn': functionArn, url},
  };
  return Object.entries(entries).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function toVariable(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

function lines(entries: readonly Entry[]): string {
  return entries.map(([name, value]) => `${name}=${value}\n`).join('');
}
