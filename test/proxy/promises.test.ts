import {describe, expect, test} from 'vitest';
import {brokenPromises, type Ending} from './promises.js';

const ONE = {version: '1', weights: {}, description: 'mine'};
const TWO = {version: '2', weights: {}, description: 'mine [2 was 1]'};
const MIXED = {version: '1', weights: {'2': 0.1}, description: 'mine [lr1 any]'};
const THEIRS = {version: '1', weights: {'2': 0.07}, description: 'theirs'};

function ending(
  exitCode: number,
  after: Ending['after'],
  theirs?: Ending['theirs'],
  notActive: readonly string[] = [],
): Ending {
  return {exitCode, before: ONE, after, target: TWO, notActive, ...(theirs && {theirs})};
}

describe('the observer', () => {
  test.each([
    ['done, and it is there', ending(0, TWO)],
    ['refused, and nothing was touched', ending(3, ONE)],
    ['rolled back', ending(5, ONE)],
    ['held, with its marker', ending(7, MIXED)],
    ['interrupted, and restored', ending(143, ONE)],
    ['taken over, and left alone', ending(6, THEIRS, THEIRS)],
  ])('is content with %s', (_name, seen) => {
    expect(brokenPromises(seen)).toEqual([]);
  });

  test.each([
    ['done, but not there', ending(0, MIXED), 'exit 0'],
    ['refused by AWS, but moved', ending(4, MIXED), 'exit 4: untouched'],
    ['a usage error that changed a description', ending(2, {...ONE, description: ''}), 'exit 2: untouched'],
    ['rolled back, but not', ending(5, MIXED), 'exit 5'],
    ['interrupted, but not restored', ending(130, MIXED), 'exit 130: all on stable again'],
    ['held, but without a rollout', ending(7, ONE), 'exit 7'],
    ["another writer's change overwritten", ending(6, ONE, THEIRS), "another writer's change stays"],
    ['gone', ending(5, undefined), 'exit 5'],
    [
      'traffic on a version that is not Active',
      ending(6, {...ONE, version: '3'}, undefined, ['3 is Pending']),
      '3 is Pending',
    ],
    ['a bug', ending(1, ONE), 'an exit code of the table'],
  ])('notices what is %s', (_name, seen, promise) => {
    expect(brokenPromises(seen)).toEqual([expect.stringContaining(promise)]);
  });
});
