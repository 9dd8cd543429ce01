import {expect, it} from 'vitest';
import {annotation, levelOf} from '../../../src/lib/report/ci/annotation.js';

it.each([
  ['a plain sentence', 'TAKEN_BACK', 'version 8 failed', '::error title=TAKEN_BACK::version 8 failed\n'],
  ['line breaks and percent', 'X', '50% of\r\ntwo lines', '::error title=X::50%25 of%0Atwo lines\n'],
  ['what ends a title', 'a: b, c', 'x: y, z', '::error title=a%3A b%2C c::x: y, z\n'],
  ['line breaks in a title', 'a\r\nb', 'x', '::error title=a%0D%0Ab::x\n'],
  ['what would be decoded once more', 'X', '%0A', '::error title=X::%250A\n'],
  ['another command in a message', 'X', 'said\n::add-mask::y', '::error title=X::said%0A::add-mask::y\n'],
  ['control characters', 'X', 'a \x1b[2J b', '::error title=X::a \\x1b[2J b\n'],
])('an annotation with %s is one line that the runner decodes to it', (_, title, message, expected) => {
  expect(annotation('error', {title, message})).toBe(expected);
});

it.each([
  [0, undefined],
  [1, 'error'],
  [3, 'error'],
  [5, 'error'],
  [6, 'error'],
  [7, 'warning'],
  [9, undefined],
  [143, 'error'],
])('exit code %d is shown as %s', (exitCode, level) => {
  expect(levelOf(exitCode)).toBe(level);
});
