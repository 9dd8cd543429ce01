import {expect, test} from 'vitest';
import {resolveSetting} from '../../src/lib/config/resolve-setting.js';

test.each([
  [
    {flag: 'a', environment: 'b', file: 'c'},
    {value: 'a', source: 'flag'},
  ],
  [
    {environment: 'b', file: 'c'},
    {value: 'b', source: 'environment'},
  ],
  [{file: 'c'}, {value: 'c', source: 'file'}],
  [{}, {value: 'd', source: 'default'}],
])('%o resolves to %o', (places, expected) => {
  expect(resolveSetting(places, 'd')).toEqual(expected);
});

test('zero, false and the empty text are said, not missing', () => {
  expect(resolveSetting({flag: 0, file: 5}, 9).value).toBe(0);
  expect(resolveSetting({environment: false, file: true}, true).value).toBe(false);
  expect(resolveSetting({file: ''}, 'x').value).toBe('');
});
