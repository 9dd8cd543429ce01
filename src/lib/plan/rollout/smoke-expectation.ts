import type {SmokeExpectation} from '../../model/rollout/checks.js';

const SHOWN_CHARACTERS = 200;

/** Why an answer is not what a smoke test expects, as a sentence; nothing when it is. The command is not run here. */
export function smokeFailure(
  {statusCode, json}: SmokeExpectation,
  answer: {readonly payload: string; readonly functionError?: string},
): string | undefined {
  if (answer.functionError !== undefined)
    return `the function failed (${answer.functionError}): ${short(answer.payload)}`;
  if (statusCode === undefined && json === undefined) return undefined;
  const value = parsed(answer.payload);
  if (value === undefined) return `its answer is no JSON: ${short(answer.payload)}`;
  const wanted = statusCode === undefined ? undefined : difference({statusCode}, value, '');
  return wanted ?? (json === undefined ? undefined : difference(json, value, ''));
}

/** The first place where `actual` lacks what is expected; a text that should be an object is read as JSON (a body). */
function difference(expected: unknown, actual: unknown, path: string): string | undefined {
  if (typeof expected !== 'object' || expected === null) {
    return Object.is(expected, actual) ? undefined : mismatch(expected, actual, path);
  }
  const value = typeof actual === 'string' ? parsed(actual) : actual;
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== Array.isArray(expected)) {
    return mismatch(expected, actual, path);
  }
  if (Array.isArray(expected) && Array.isArray(value) && value.length !== expected.length) {
    return mismatch(expected, actual, path);
  }
  const there = new Map(Object.entries(value));
  for (const [key, wanted] of Object.entries(expected)) {
    const found = difference(wanted, there.get(key), path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function mismatch(expected: unknown, actual: unknown, path: string): string {
  const where = path === '' ? 'its answer' : path;
  const is = actual === undefined ? 'is missing' : `is ${short(JSON.stringify(actual))}`;
  return `${where} ${is}, expected ${short(JSON.stringify(expected))}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // No JSON: the caller says so in its own words.
    return undefined;
  }
}

function short(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
