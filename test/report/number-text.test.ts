import {describe, expect, it} from 'vitest';
import {formatCount, formatCountOf, formatRate} from '../../src/lib/report/number-text.js';

describe('formatCount and formatRate', () => {
  it.each([
    [7, '7'],
    [1000, '1,000'],
    [1_234_567, '1,234,567'],
  ])('separates thousands of %d', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it('forms the plural from the count', () => {
    expect([0, 1, 2].map((count) => formatCountOf(count, 'file'))).toEqual(['0 files', '1 file', '2 files']);
    expect(formatCountOf(2, 'entry', 'entries')).toBe('2 entries');
  });

  it.each([
    [undefined, '–'],
    [0, '0.00%'],
    [0.00004, '0.004%'],
    [0.0017, '0.17%'],
    [1, '100.00%'],
  ])('writes the rate %s as %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });
});
