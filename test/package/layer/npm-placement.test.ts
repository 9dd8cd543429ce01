import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type NpmInstance, npmClosure} from '../../../src/lib/package/layer/npm-closure.js';
import type {LockEntry} from '../../../src/lib/package/layer/npm-lock.js';
import {placeInLayer} from '../../../src/lib/package/layer/npm-placement.js';

const NAMES = ['a', 'b', 'c', 'd'] as const;
const name = fc.constantFrom(...NAMES);
const wants = fc.uniqueArray(name, {maxLength: 3}).map((names) => Object.fromEntries(names.map((each) => [each, '*'])));
/** Where npm can put a package: at the root, in a workspace, or in another package, a few levels deep. */
const place = fc
  .tuple(fc.constantFrom('', 'packages/api/', 'packages/common/'), fc.array(name, {minLength: 1, maxLength: 3}))
  .map(([base, names]) => `${base}${names.map((each) => `node_modules/${each}`).join('/')}`);
const lock = fc.tuple(fc.dictionary(place, wants, {minKeys: 1, maxKeys: 12}), wants, wants).map(
  ([tree, api, common]): Record<string, LockEntry> => ({
    ...Object.fromEntries(Object.entries(tree).map(([at, dependencies]) => [at, {version: '1.0.0', dependencies}])),
    '': {dependencies: api},
    'packages/api': {dependencies: {...api, common: '*'}},
    'packages/common': {version: '1.0.0', dependencies: common},
    'node_modules/common': {link: true, resolved: 'packages/common'},
  }),
);

/** Node's search for a package, over the paths of the layer. */
function find(placed: ReadonlyMap<string, NpmInstance>, from: string, wanted: string): NpmInstance | undefined {
  const parts = from === '' ? [] : from.split('/');
  for (let length = parts.length; length >= 0; length -= 1) {
    const found = placed.get([...parts.slice(0, length), 'node_modules', wanted].join('/'));
    if (found) return found;
  }
  return undefined;
}

test.each(['', 'packages/api'])('every package of %j finds in the layer what the lockfile gives it', (location) => {
  fc.assert(
    fc.property(lock, (packages) => {
      const closure = npmClosure({packages: new Map(Object.entries(packages)), location});
      const placed = placeInLayer(closure, location);
      const askers = [
        ['', closure.roots] as const,
        ...[...placed].map(([at, each]) => [at, each.dependencies] as const),
      ];
      for (const [from, dependencies] of askers) {
        for (const [wanted, lockPath] of dependencies) {
          expect(find(placed, from, wanted)?.lockPath).toBe(lockPath);
        }
      }
      expect(new Set([...placed.values()].map(({lockPath}) => lockPath))).toEqual(new Set(closure.instances.keys()));
    }),
    {numRuns: 300},
  );
});
