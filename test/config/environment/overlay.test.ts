import {expect, it} from 'vitest';
import {overlaid, withName} from '../../../src/lib/config/environment/overlay.js';

it.each([
  ['a single value is replaced', {memory: 512}, {memory: 1024}, {memory: 1024}],
  ['what is not said stays', {memory: 512, timeout: '30s'}, {memory: 1024}, {timeout: '30s', memory: 1024}],
  ['mappings are merged at every depth', {a: {b: {c: 1, d: 2}}}, {a: {b: {c: 3}}}, {a: {b: {d: 2, c: 3}}}],
  ['a list is replaced whole', {layers: ['one', 'two']}, {layers: ['three']}, {layers: ['three']}],
  ['a mapping takes the place of a word', {layer: 'dependencies'}, {layer: {name: 'x'}}, {layer: {name: 'x'}}],
  ['a word takes the place of a mapping', {layer: {name: 'x'}}, {layer: 'dependencies'}, {layer: 'dependencies'}],
  ['nothing takes away what stands above', {memory: 512, timeout: '1s'}, {memory: null}, {timeout: '1s'}],
  ['what is only in the environment is added', {}, {functions: {b: {source: 'b'}}}, {functions: {b: {source: 'b'}}}],
  [
    'names such as __proto__ are names',
    {},
    JSON.parse('{"__proto__": {"x": 1}}'),
    JSON.parse('{"__proto__": {"x": 1}}'),
  ],
])('%s', (_what, base, over, expected) => {
  expect(overlaid(base, over)).toEqual(expected);
});

it('an empty tag is kept, for it takes the tag off the function', () => {
  const base = {functions: {checkout: {tags: {team: 'a', old: 'x'}, environment: {OLD: 'x', NEW: 'y'}}}};
  const over = {functions: {checkout: {tags: {old: null}, environment: {OLD: null}}}};
  expect(overlaid(base, over)).toEqual({
    functions: {checkout: {tags: {team: 'a', old: null}, environment: {NEW: 'y'}}},
  });
});

it('leaves what it was given as it was', () => {
  const base = {a: {b: 1}, list: [1]};
  overlaid(base, {a: {b: 2}, list: [2]});
  expect(base).toEqual({a: {b: 1}, list: [1]});
});

const PLACE = ['$', '{environment}'].join('');

it.each([
  [`checkout-${PLACE}`, 'checkout-staging'],
  [`${PLACE}/${PLACE}`, 'staging/staging'],
  [`$${PLACE}`, PLACE],
  [['$', '{env:NAME}'].join(''), ['$', '{env:NAME}'].join('')],
  [7, 7],
  [null, null],
])('%s becomes %s', (value, expected) => {
  expect(withName({deep: [{value}]}, 'staging')).toEqual({deep: [{value: expected}]});
});

it('keys are never the name of an environment', () => {
  expect(withName({[PLACE]: PLACE}, 'staging')).toEqual({[PLACE]: 'staging'});
});
