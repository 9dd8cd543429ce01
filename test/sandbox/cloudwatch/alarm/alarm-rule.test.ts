import {expect, test} from 'vitest';
import {alarmsIn, holds, parseAlarmRule} from '../../../../src/lib/sandbox/cloudwatch/alarm/alarm-rule.js';

const states = {red: 'ALARM', green: 'OK', gray: 'INSUFFICIENT_DATA', 'with space': 'ALARM'} as const;

test.each([
  ['TRUE', true],
  ['FALSE', false],
  ['ALARM(red)', true],
  ['ALARM("red")', true],
  ['ALARM("with space")', true],
  ['ALARM("arn:aws:cloudwatch:eu-west-1:111111111111:alarm:red")', true],
  ['OK(red)', false],
  ['INSUFFICIENT_DATA(gray)', true],
  ['NOT ALARM(red)', false],
  ['ALARM(green) OR ALARM(red)', true],
  ['ALARM(red) AND ALARM(green)', false],
  // AND binds before OR.
  ['ALARM(red) OR ALARM(green) AND FALSE', true],
  ['(ALARM(red) OR ALARM(green)) AND FALSE', false],
  ['NOT (ALARM(green) AND OK(green))', true],
  ['AT_LEAST(1, ALARM, (red, green, gray))', true],
  ['AT_LEAST(2, ALARM, (red, green, gray))', false],
  ['AT_LEAST(50%, OK, (red, green))', true],
  ['AT_LEAST(51%, OK, (red, green))', false],
])('%s is %s', (text, expected) => {
  expect(holds(parseAlarmRule(text), (name) => states[name as keyof typeof states])).toBe(expected);
});

test('the alarms of a rule, each once', () => {
  expect(alarmsIn(parseAlarmRule('ALARM(a) OR NOT (OK(b) AND ALARM(a)) OR AT_LEAST(1, OK, (c, b))'))).toEqual([
    'a',
    'b',
    'c',
  ]);
});

test.each(['', 'ALARM()', 'ALARM(a', 'RED(a)', 'ALARM(a) ALARM(b)', 'AT_LEAST(x, OK, (a))', 'ALARM("a)'])(
  '"%s" is no rule',
  (text) => {
    expect(() => parseAlarmRule(text)).toThrow('is not valid');
  },
);
