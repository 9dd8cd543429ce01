import {expect, test} from 'vitest';
import {parseFilterPattern} from '../../../src/lib/sandbox/logs/filter-pattern.js';

const message = JSON.stringify({
  level: 'ERROR',
  latency: 120,
  code: '7',
  retry: false,
  cause: null,
  user: {name: 'Ann-1', roles: ['admin', 'ops']},
  'odd.key': 1,
  items: [{price: 5}, {price: 50}],
});

test.each([
  ['{ $.level = "ERROR" }', true],
  ['{ $.level = ERROR }', true],
  ['{ $.level != "ERROR" }', false],
  ['{ $.level = "ERR*" }', true],
  ['{ $.level = "*OR" }', true],
  ['{ $.level = "error" }', false],
  ['{ $.level = %^E.*R$% }', true],
  ['{ $.latency > 100 }', true],
  ['{ $.latency >= 120 && $.latency <= 120 }', true],
  ['{ $.latency < 100 }', false],
  ['{ $.latency = 120 }', true],
  ['{ $.latency != 120 }', false],
  ['{ $.code = 7 }', true],
  ['{ $.code > 5 }', false],
  ['{ $.retry IS FALSE }', true],
  ['{ $.retry IS TRUE }', false],
  ['{ $.cause IS NULL }', true],
  ['{ $.nobody NOT EXISTS }', true],
  ['{ $.user EXISTS }', true],
  // What is not there, and what is no scalar, is neither equal nor unequal.
  ['{ $.nobody = "x" }', false],
  ['{ $.nobody != "x" }', false],
  ['{ $.user != "x" }', false],
  ['{ $.user.name = "Ann-*" }', true],
  ['{ $.user.roles[1] = "ops" }', true],
  ['{ $.user.roles[*] = "ops" }', true],
  ['{ $["odd.key"] = 1 }', true],
  ['{ $.items[*].price > 40 }', true],
  ['{ $.items[*].price > 60 }', false],
  ['{ $.level = "INFO" || $.latency > 100 }', true],
  ['{ $.level = "INFO" && $.latency > 100 || $.retry IS FALSE }', true],
  ['{ $.level = "INFO" && ($.latency > 100 || $.retry IS FALSE) }', false],
  ['{$.level="ERROR"&&$.latency>100}', true],
])('%s is %s', (pattern, expected) => {
  expect(parseFilterPattern(pattern)(message)).toBe(expected);
});

test.each(['ERROR: plain text', '{ broken', '["ERROR"]'])('%s is no JSON object and matches nothing', (text) => {
  expect(parseFilterPattern('{ $.level NOT EXISTS }')(text)).toBe(false);
});

test.each([
  '{ }',
  '{ $.a = }',
  '{ level = "x" }',
  '{ $.a > "x" }',
  '{ ($.a = 1 }',
  '{ $.a = %[% }',
  '{ $.a IS MAYBE }',
])('%s is refused', (pattern) => {
  expect(() => parseFilterPattern(pattern)).toThrow('Invalid filter pattern');
});
