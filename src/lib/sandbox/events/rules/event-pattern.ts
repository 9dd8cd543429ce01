import {isIP} from 'node:net';
import {JsonServiceError} from '../../json-service.js';
import {inNetwork, wildcardOf} from './text-tests.js';

type Test = (value: unknown) => boolean;

/** Whether an event is one a rule waits for. */
export type EventPattern = (event: unknown) => boolean;

const COMPARISONS: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '=': (one, other) => one === other,
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
};

/**
 * Reads an event pattern with all operators of the EventBridge User Guide (eb-create-pattern-operators). Throws JsonServiceError
 * InvalidEventPatternException, the class as AWS, reasons of our own.
 */
export function parseEventPattern(text: string): EventPattern {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw invalidPattern('Filter is not an object');
  }
  if (!isRecord(pattern)) throw invalidPattern('Filter is not an object');
  if (Object.keys(pattern).length === 0) throw invalidPattern('Empty objects are not allowed');
  return patternOf(pattern);
}

function patternOf(pattern: Readonly<Record<string, unknown>>): EventPattern {
  const tests = Object.entries(pattern).map(([name, wanted]): EventPattern => {
    if (name === '$or') return anyPattern(wanted);
    const test = isRecord(wanted) ? nested(name, wanted) : leaf(name, wanted);
    return (event) => test(isRecord(event) ? event[name] : undefined);
  });
  return (event) => tests.every((test) => test(event));
}

function anyPattern(wanted: unknown): EventPattern {
  if (!Array.isArray(wanted) || wanted.length < 2 || !wanted.every(isRecord)) {
    throw invalidPattern('"$or" must be an array of two patterns or more');
  }
  const patterns = wanted.map(patternOf);
  return (event) => patterns.some((pattern) => pattern(event));
}

function nested(name: string, wanted: Readonly<Record<string, unknown>>): Test {
  if (Object.keys(wanted).length === 0) throw invalidPattern(`Empty objects are not allowed: "${name}"`);
  const pattern = patternOf(wanted);
  // Of a list of objects, one has to match.
  return (value) => (Array.isArray(value) ? value.some(pattern) : pattern(value));
}

function leaf(name: string, wanted: unknown): Test {
  if (!Array.isArray(wanted)) throw invalidPattern(`"${name}" must be an object or an array`);
  if (wanted.length === 0) throw invalidPattern('Empty arrays are not allowed');
  const tests = wanted.map(matcher);
  return (value) => {
    // A list matches by any of its members, an empty one as if it were not there.
    const values = Array.isArray(value) ? (value.length === 0 ? [undefined] : value.flat(Infinity)) : [value];
    return values.some((each) => tests.some((test) => test(each)));
  };
}

function matcher(wanted: unknown): Test {
  if (!isRecord(wanted)) return (value) => value === wanted;
  const [operator = '', ...more] = Object.keys(wanted);
  if (more.length > 0) throw invalidPattern('Only one key allowed in match expression');
  const given = wanted[operator];
  switch (operator) {
    case 'exists':
      if (typeof given !== 'boolean') throw invalidPattern('exists must be either true or false');
      return (value) => (value !== undefined && !isRecord(value)) === given;
    case 'anything-but':
      return anythingBut(given);
    case 'numeric':
      return numeric(given);
    case 'cidr':
      return cidr(given);
    default:
      return textTest(operator, given);
  }
}

function textTest(operator: string, given: unknown): Test {
  const ignoring = isRecord(given) && typeof given['equals-ignore-case'] === 'string';
  const isAffix = operator === 'prefix' || operator === 'suffix';
  const text = ignoring && isAffix ? String(given['equals-ignore-case']).toLowerCase() : given;
  const shown = (value: string) => (ignoring ? value.toLowerCase() : value);
  const tests: Readonly<Record<string, (wanted: string) => (value: string) => boolean>> = {
    prefix: (wanted) => (value) => shown(value).startsWith(wanted),
    suffix: (wanted) => (value) => shown(value).endsWith(wanted),
    'equals-ignore-case': (wanted) => (value) => value.toLowerCase() === wanted.toLowerCase(),
    wildcard: (wanted) => {
      const expression = wildcardOf(wanted);
      if (!expression) throw invalidPattern('Consecutive wildcard characters are not allowed');
      return (value) => expression.test(value);
    },
  };
  const make = tests[operator];
  if (!make) throw invalidPattern(`Unrecognized match type ${operator}`);
  if (typeof text !== 'string') throw invalidPattern(`${operator} match pattern must be a string`);
  const test = make(text);
  return (value) => typeof value === 'string' && test(value);
}

function anythingBut(given: unknown): Test {
  if (isRecord(given)) {
    const [operator = '', ...more] = Object.keys(given);
    if (more.length > 0) throw invalidPattern('Only one key allowed in match expression');
    const wanted = given[operator];
    const tests = (Array.isArray(wanted) ? wanted : [wanted]).map((each) => textTest(operator, each));
    return (value) => value !== undefined && !tests.some((test) => test(value));
  }
  const excluded: readonly unknown[] = Array.isArray(given) ? given : [given];
  const kinds = new Set(excluded.map((each) => typeof each));
  if (excluded.length === 0 || kinds.size > 1 || !['string', 'number'].includes([...kinds][0] ?? '')) {
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  return (value) => value !== undefined && !excluded.includes(value);
}

function numeric(given: unknown): Test {
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  if (list.length !== 2 && list.length !== 4) throw invalidPattern('Invalid member in numeric match');
  const bounds = Array.from({length: list.length / 2}, (_, index) => {
    const compare = COMPARISONS[String(list[2 * index])];
    const bound = list[2 * index + 1];
    if (!compare || typeof bound !== 'number') throw invalidPattern('Invalid member in numeric match');
    return (value: number) => compare(value, bound);
  });
  return (value) => typeof value === 'number' && bounds.every((within) => within(value));
}

function cidr(given: unknown): Test {
  const [address = '', length = ''] = typeof given === 'string' ? given.split('/') : [];
  const most = isIP(address) === 6 ? 128 : 32;
  if (isIP(address) === 0 || !/^\d+$/.test(length) || Number(length) > most) {
    throw invalidPattern("Malformed CIDR, one '/' required");
  }
  return (value) => typeof value === 'string' && inNetwork(value, address, Number(length));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalidPattern(reason: string): JsonServiceError {
  return new JsonServiceError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
