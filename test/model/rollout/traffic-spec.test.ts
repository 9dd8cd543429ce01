import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ParseError} from '../../../src/lib/model/parse-error.js';
import {formatTrafficSpec, parseTrafficSpec, toTrafficSplit} from '../../../src/lib/model/rollout/traffic-spec.js';

const splitOf = (words: string) => toTrafficSplit(words.split(' ').map(parseTrafficSpec));

describe('a split', () => {
  it.each([
    ['8', '8'],
    ['8@100', '8'],
    ['8@10', '8@10'],
    ['7@90 8@10', '7@90 8@10'],
    ['7@99.5 8@0.5', '7@99.5 8@0.5'],
    ['7@0 8@100', '8'],
    ['7@90 8@10 9@0', '7@90 8@10'],
  ])('%s is read as %s', (words, expected) => {
    expect(splitOf(words).map(formatTrafficSpec).join(' ')).toBe(expected);
  });

  it.each([
    ['7@90 8@20', 'adds up to 110%'],
    ['7 8@10', 'adds up to 110%'],
    ['7@50 7@50', 'names a version twice'],
    ['5@50 7@25 8@25', 'names 3 versions'],
    ['7@10@20', 'is not a split'],
  ])('%s is refused: %s', (words, message) => {
    expect(() => splitOf(words)).toThrow(ParseError);
    expect(() => splitOf(words)).toThrow(message);
  });

  it('is written as it is read', () => {
    const weights = fc.integer({min: 1, max: 9_999}).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(weights, (weight) => {
        const rest = Number((100 - weight).toFixed(2));
        const words = `7@${rest} 8@${weight}`;
        expect(splitOf(words).map(formatTrafficSpec).join(' ')).toBe(words);
      }),
    );
  });
});
