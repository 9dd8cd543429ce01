import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createStyle} from '../../src/lib/report/style.js';
import {wrapped} from '../../src/lib/report/wrapped.js';

describe('a text on a terminal', () => {
  it('has no line that a runner of GitHub takes for a command', () => {
    expect(wrapped('::add-mask::a\n  ::stop-commands::x\nfine::here\n', undefined)).toBe(
      '\\::add-mask::a\n  \\::stop-commands::x\nfine::here\n',
    );
  });

  it.each([80, undefined])(
    'keeps our styles and shows what others have put into a name, %s columns wide',
    (columns) => {
      const {bold} = createStyle(true);
      const named = 'a\u001B[2J\u001B]0;owned\u0007b\u009Bc\rd';
      expect(wrapped(`${bold('handler')}\t${named}\n`, columns)).toBe(
        `${bold('handler')}\ta\\x1b[2J\\x1b]0;owned\\x07b\\x9bc\\x0dd\n`,
      );
    },
  );

  it.each([
    [
      'a sentence',
      '✖ No AWS credentials have been found for this call.',
      '✖ No AWS credentials have been found for\n  this call.',
    ],
    [
      'a way out',
      '  • Set AWS_PROFILE, or set AWS_SECRET_ACCESS_KEY.',
      '  • Set AWS_PROFILE, or set\n    AWS_SECRET_ACCESS_KEY.',
    ],
    [
      'a field',
      'Too little  is said of it, and then it waits',
      'Too little  is said of it, and then it\n            waits',
    ],
    ['what fits', 'Traffic: untouched', 'Traffic: untouched'],
  ])('is broken at words, and goes on under its beginning: %s', (_what, text, expected) => {
    expect(wrapped(text, 42)).toBe(expected);
  });

  it.each([
    '  • Stop it with lambda-release rollout abort checkout:live --yes',
    '  • Or: aws lambda update-alias --function-name checkout --name live --revision-id 1',
    '  • Run "npm ci --omit=dev --cpu=x64 --os=linux --libc=glibc" again and then deploy it',
  ])('keeps a command in one piece: %s', (text) => {
    const command = /(?:lambda-release|aws|npm) [^"]*/.exec(text)?.[0] ?? '';
    expect(
      wrapped(text, 40)
        .split('\n')
        .some((line) => line.includes(command)),
    ).toBe(true);
  });

  it('breaks a row of a table between its cells', () => {
    const row = 'checkout:live  90 % on 7   10 % on 8  9ybpt2, step 1 of 1, undecided';
    expect(wrapped(row, 40)).toBe('checkout:live  90 % on 7   10 % on 8\n    9ybpt2, step 1 of 1, undecided');
  });

  it('breaks nothing where there is no terminal', () => {
    expect(wrapped('one two three', undefined)).toBe('one two three');
  });

  it('does not count what colours it', () => {
    const style = createStyle(true);
    const text = `${style.red('✖')} ${style.bold('twenty characters so')} far`;
    expect(wrapped(text, 26)).toBe(text);
    expect(wrapped(`${text} and more than fits in here`, 40)).toContain('\n  ');
  });

  it('loses and reorders no word, at any width', () => {
    const words = fc.array(fc.stringMatching(/^[a-z:.,]{1,20}$/), {minLength: 1, maxLength: 30});
    fc.assert(
      fc.property(words, fc.integer({min: 1, max: 120}), (all, columns) => {
        const text = `✖ ${all.join(' ')}`;
        const lines = wrapped(text, columns).split('\n');
        expect(lines.map((line) => line.trim()).join(' ')).toBe(text);
        for (const line of lines) if (line.trim().includes(' ', 2)) expect(line.length).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
