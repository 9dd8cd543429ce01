import {expect} from 'vitest';
import {isWhole} from './whole.js';

/** Every tenth in `npm test`; with LAMBDA_RELEASE_TEST=whole, as `npm run trust` sets it, every one. */
const EVERY = isWhole ? 1 : 10;
/** Each version of Node takes others: CI, which runs several, sees more of a sweep than one of them. */
const OFFSET = Number(process.versions.node.split('.')[0]) * 3;

/**
 * The indices of a sweep over as many calls or events. Which of them are taken depends on the test's name and on
 * Node's version, so that several tests over the same calls take different ones; the last is always among them.
 */
export function someOf(count: number): number[] {
  const letters = [...(expect.getState().currentTestName ?? '')].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const indices = Array.from({length: count}, (_, index) => index);
  return indices.filter((index) => index === count - 1 || (index + letters + OFFSET) % EVERY === 0);
}
