import type {Document, LineCounter} from 'yaml';
import * as z from 'zod';
import {closestName} from '../closest-name.js';
import {PLACE_KEYS} from '../environment/environment-schema.js';
import {releaseSchema} from '../release-schema.js';
import {type SchemaNode, settingsIn} from './schema-node.js';
import {insteadOfUnsupported} from './unsupported-settings.js';
import {locate, type Position, positionAt} from './yaml-position.js';

/** One mistake in a release file. Never holds a value of `environment`. */
export interface ReleaseProblem extends Position {
  /** Dotted, such as `functions.checkout.memory`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'nothing',
};

/** Of a setting that may be written in several ways and has no words of its own for that. */
const NONE_OF_THEM = 'Is none of the ways to write it.';

/** Plain English for what a field can get wrong; a field's own message goes first. Values are never quoted, names are. */
export function describeIssue(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.input === undefined) return 'Missing.';
      if (issue.expected === 'int' && typeof issue.input === 'number') return 'Must be a whole number.';
      const quoted = issue.expected === 'string' && ['number', 'boolean'].includes(typeof issue.input);
      return `Must be ${noun(String(issue.expected))}, not ${noun(kindOf(issue.input))}.${quoted ? ' Put it in quotes.' : ''}`;
    }
    case 'invalid_value':
      return `Must be one of ${issue.values.map(String).join(', ')}.`;
    case 'too_small':
      return `Must be at least ${issue.minimum}${unitOf(issue.origin)}.`;
    case 'too_big':
      return `Must be at most ${issue.maximum}${unitOf(issue.origin)}.`;
    case 'invalid_union':
      return NONE_OF_THEM;
    default:
      return undefined;
  }
}

/** What a file says, where, and where in it the settings that were judged are written. */
export interface WrittenSettings {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly writtenAt?: (path: readonly PropertyKey[]) => readonly PropertyKey[];
}

/** The problems behind one issue of the schema: several when a mapping has several unknown keys, or is none of several kinds. */
export function toProblems(issue: Issue, written: WrittenSettings): ReleaseProblem[] {
  const {document, lines, writtenAt = (path) => path} = written;
  if (issue.code === 'invalid_union' && issue.message === NONE_OF_THEM) {
    return likeliest(issue.errors).flatMap((each) =>
      toProblems({...each, path: [...issue.path, ...each.path]}, written),
    );
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = writtenAt([...issue.path, key]);
      const message = unknownKeyMessage(issue.path, key, path[0] === 'environments' && path.length === 3);
      return problem(path, message, positionAt(lines, locate(document, path, 'key')));
    });
  }
  const path = writtenAt(issue.path);
  if (issue.code === 'invalid_key') {
    return [problem(path, issue.issues[0]?.message ?? issue.message, positionAt(lines, locate(document, path, 'key')))];
  }
  return [problem(path, issue.message, positionAt(lines, locate(document, path, 'value')))];
}

/** Of the kinds that a setting may have been meant as: one that is written the same way, with the fewest mistakes. */
function likeliest(kinds: readonly (readonly Issue[])[]): readonly Issue[] {
  const isOther = (issues: readonly Issue[]) =>
    issues.some(({code, path}) => code === 'invalid_type' && path.length === 0);
  const [best = []] = kinds.toSorted(
    (a, b) => Number(isOther(a)) - Number(isOther(b)) || mistakesIn(a) - mistakesIn(b),
  );
  return best;
}

function mistakesIn(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
}

function unknownKeyMessage(parent: readonly PropertyKey[], key: string, isOfEnvironment: boolean): string {
  const instead = insteadOfUnsupported([...parent, key]);
  if (instead !== undefined) return `Not supported yet. ${instead}`;
  const known = isOfEnvironment
    ? [...PLACE_KEYS, ...knownKeys(parent).filter((each) => each !== 'environments')]
    : knownKeys(parent);
  const closest = closestName(key, known);
  return closest === undefined
    ? `Not a setting here. Settings here: ${known.join(', ')}.`
    : `Not a setting here. Did you mean ${closest}?`;
}

function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let node = z.toJSONSchema(releaseSchema, {io: 'input'}) as SchemaNode;
  for (const part of path) {
    const rest = typeof node.additionalProperties === 'object' ? node.additionalProperties : {};
    node = (typeof part === 'number' ? node.items : settingsIn(node).get(String(part))) ?? rest;
  }
  return [...settingsIn(node).keys()];
}

function problem(path: readonly PropertyKey[], message: string, position: Position): ReleaseProblem {
  return {path: path.map(String).join('.'), message, ...position};
}

function noun(kind: string): string {
  return NOUNS[kind] ?? kind;
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
}
