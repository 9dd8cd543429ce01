import {expect, test} from 'vitest';
import {npmClosure} from '../../../src/lib/package/layer/npm-closure.js';
import type {LockEntry} from '../../../src/lib/package/layer/npm-lock.js';
import {placeInLayer} from '../../../src/lib/package/layer/npm-placement.js';

function layerOf(
  packages: Record<string, LockEntry>,
  {location = '', include, architecture}: {location?: string; include?: string[]; architecture?: string} = {},
) {
  const closure = npmClosure({packages: new Map(Object.entries(packages)), location, include, architecture});
  const placed = placeInLayer(closure, location);
  return {closure, places: Object.fromEntries([...placed].map(([at, {folder}]) => [at, folder]))};
}

test('dependencies come with what they need, and what only development needs does not', () => {
  const {places} = layerOf({
    '': {dependencies: {a: '1'}},
    'node_modules/a': {version: '1.0.0', dependencies: {'@scope/b': '1'}},
    'node_modules/@scope/b': {version: '1.0.0'},
    'node_modules/dev': {version: '1.0.0', dependencies: {'@scope/b': '1', c: '1'}},
    'node_modules/c': {version: '1.0.0'},
  });
  expect(places).toEqual({'node_modules/@scope/b': 'node_modules/@scope/b', 'node_modules/a': 'node_modules/a'});
});

test('a nested version stays where npm put it', () => {
  const {places} = layerOf({
    '': {dependencies: {a: '1', b: '1'}},
    'node_modules/a': {version: '1.0.0', dependencies: {b: '2', c: '1'}},
    'node_modules/a/node_modules/b': {version: '2.0.0', dependencies: {c: '1'}},
    'node_modules/b': {version: '1.0.0'},
    'node_modules/c': {version: '1.0.0', dependencies: {a: '1'}},
  });
  expect(Object.keys(places)).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/b',
    'node_modules/c',
  ]);
});

test('peers that npm installs are taken, optional peers are not', () => {
  const {places} = layerOf({
    '': {dependencies: {plugin: '1'}},
    'node_modules/plugin': {
      version: '1.0.0',
      peerDependencies: {host: '1', extra: '1', absent: '1'},
      peerDependenciesMeta: {extra: {optional: true}},
    },
    'node_modules/host': {version: '1.0.0'},
    'node_modules/extra': {version: '1.0.0'},
  });
  expect(Object.keys(places)).toEqual(['node_modules/host', 'node_modules/plugin']);
});

test.each([
  ['x86_64', ['node_modules/linux-x64', 'node_modules/tool']],
  ['arm64', ['node_modules/linux-arm64', 'node_modules/tool']],
  [undefined, ['node_modules/linux-arm64', 'node_modules/linux-x64', 'node_modules/tool']],
])('for %s only the optional packages that run there are taken', (architecture, expected) => {
  const {places, closure} = layerOf(
    {
      '': {dependencies: {tool: '1'}},
      'node_modules/tool': {
        version: '1.0.0',
        optionalDependencies: {'linux-x64': '1', 'linux-arm64': '1', darwin: '1', musl: '1', 'not-linux': '1'},
        dependencies: {'linux-x64': '1'},
      },
      'node_modules/linux-x64': {version: '1.0.0', os: ['linux'], cpu: ['x64']},
      'node_modules/linux-arm64': {version: '1.0.0', os: ['linux'], cpu: ['arm64']},
      'node_modules/darwin': {version: '1.0.0', os: ['darwin']},
      'node_modules/musl': {version: '1.0.0', os: ['linux'], libc: ['musl']},
      'node_modules/not-linux': {version: '1.0.0', os: ['!linux']},
    },
    {...(architecture !== undefined && {architecture})},
  );
  expect(Object.keys(places)).toEqual(expected);
  expect(closure.foreign).toContain('node_modules/darwin');
  expect(closure.foreign).toContain('node_modules/not-linux');
});

test('of a workspace, its own packages and those it shares come together, and a link becomes what it leads to', () => {
  const {places} = layerOf(
    {
      '': {},
      'packages/api': {dependencies: {own: '1', common: '1', hoisted: '1'}},
      'packages/api/node_modules/own': {version: '2.0.0'},
      'packages/common': {version: '1.0.0', dependencies: {deep: '1', own: '1'}},
      'packages/common/node_modules/deep': {version: '1.0.0'},
      'node_modules/common': {link: true, resolved: 'packages/common'},
      'node_modules/hoisted': {version: '1.0.0', dependencies: {own: '1'}},
      'node_modules/own': {version: '1.0.0'},
    },
    {location: 'packages/api'},
  );
  expect(places).toEqual({
    'node_modules/common': 'packages/common',
    'node_modules/common/node_modules/deep': 'packages/common/node_modules/deep',
    // The workspace sees version 2, so those that see version 1 in the lockfile get copies of their own.
    'node_modules/common/node_modules/own': 'node_modules/own',
    'node_modules/hoisted': 'node_modules/hoisted',
    'node_modules/hoisted/node_modules/own': 'node_modules/own',
    'node_modules/own': 'packages/api/node_modules/own',
  });
});

test('chosen packages bring only what they need', () => {
  const {places} = layerOf(
    {
      '': {dependencies: {a: '1', b: '1'}},
      'node_modules/a': {version: '1.0.0', dependencies: {c: '1'}},
      'node_modules/b': {version: '1.0.0', dependencies: {d: '1'}},
      'node_modules/c': {version: '1.0.0'},
      'node_modules/d': {version: '1.0.0'},
    },
    {include: ['a']},
  );
  expect(Object.keys(places)).toEqual(['node_modules/a', 'node_modules/c']);
});

test('what the lockfile does not have is told, unless it may be missing', () => {
  const {closure} = layerOf({
    '': {dependencies: {a: '1', gone: '1'}},
    'node_modules/a': {version: '1.0.0', dependencies: {lost: '1'}, optionalDependencies: {fine: '1'}},
  });
  expect(closure.unresolved).toEqual(['gone, asked for by package.json', 'lost, asked for by node_modules/a']);
});
