import {expect, test} from 'vitest';
import {parseReleaseFile} from '../../src/lib/config/parse-release-file.js';
import {releaseTargets} from '../../src/lib/config/release-target.js';
import {problemsOf} from './problems-of.js';

const FILE = '/project/release.yml';

function layerOf(layer: string) {
  return parseReleaseFile(`functions: {checkout: {source: dist, layer: ${layer}}}`, FILE).functions.get('checkout')
    ?.layer;
}

test.each([
  ['dependencies', {}],
  ['{name: shared}', {name: 'shared'}],
  ['{name: shared, include: [sharp, "@scope/a"]}', {name: 'shared', include: ['sharp', '@scope/a']}],
  [`{name: ${'f'.repeat(64)}-dependencies}`, {name: `${'f'.repeat(64)}-dependencies`}],
  [
    '{name: shared, share: {accounts: ["222222222222"], organization: o-0123456789}}',
    {name: 'shared', share: {accounts: ['222222222222'], organization: 'o-0123456789'}},
  ],
  ['{name: shared, share: {public: every-aws-account}}', {name: 'shared', share: {public: 'every-aws-account'}}],
  ['{name: etl, packages: vendor}', {name: 'etl', packages: '/project/vendor'}],
])('layer: %s is read', (text, expected) => {
  expect(layerOf(text)).toEqual(expected);
});

test.each([
  ['yes', '', 'Write dependencies, or {name: NAME}'],
  ['{}', '', 'Write dependencies, or {name: NAME}'],
  ['{name: "a b"}', '.name', 'Write a layer name'],
  [`{name: ${'f'.repeat(81)}}`, '.name', 'at most 80'],
  ['{name: shared, include: []}', '.include', 'Name at least one package'],
  ['{name: shared, share: {}}', '.share', 'Name accounts'],
  ['{name: shared, share: {accounts: [2222]}}', '.share.accounts.0', 'in quotes'],
  ['{name: shared, share: {accounts: ["*"]}}', '.share.accounts.0', 'For everybody, write public: every-aws-account'],
  ['{name: shared, share: {organization: acme}}', '.share.organization', 'o- and ten or more'],
  ['{name: shared, share: {public: true}}', '.share.public', 'If that is meant, write it in full: every-aws-account'],
  ['{name: shared, includes: [a]}', '.includes', 'Did you mean include?'],
])('layer: %s is a problem that says what to write', (text, setting, message) => {
  expect(problemsOf(`functions: {checkout: {source: dist, layer: ${text}}}`)).toMatchObject([
    {path: `functions.checkout.layer${setting}`, message: expect.stringContaining(message)},
  ]);
});

test('the flag goes before the file, and speaks of one function', () => {
  const file = parseReleaseFile('functions: {a: {source: a, layer: {name: shared}}, b: {source: b}}', FILE);
  const overrides = {layer: {}, configuration: {}};
  expect(releaseTargets([{functionName: 'a'}], overrides, file)[0]?.layer).toEqual({});
  expect(releaseTargets([], {configuration: {}}, file).map(({layer}) => layer)).toEqual([{name: 'shared'}, undefined]);
  expect(() => releaseTargets([], overrides, file)).toThrow(/exactly one function/);
});
