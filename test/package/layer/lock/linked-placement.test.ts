import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {NpmClosure, NpmInstance} from '../../../../src/lib/package/layer/npm-closure.js';
import {placeInLayer} from '../../../../src/lib/package/layer/npm-placement.js';

const NAMES = ['a', 'b', 'c', 'd'];
const key = (name: string, version: number) => `${name}@${version}`;

/** For each package of two versions which version of which others it asks for, if any. */
const graph = fc.array(fc.array(fc.constantFrom(0, 1, 2), {minLength: 4, maxLength: 4}), {minLength: 9, maxLength: 9});

/** What the rows lead to, from the first; `allows` says who may ask for whom, by position. */
function closureOf(rows: readonly number[][], allows: (from: number, to: number) => boolean): NpmClosure {
  const wanted = (row: number, from: number) =>
    new Map(
      NAMES.flatMap((name, to): [string, string][] => {
        const version = rows[row]?.[to] ?? 0;
        return version > 0 && allows(from, to) ? [[name, key(name, version)]] : [];
      }),
    );
  const roots = wanted(0, -1);
  const instances = new Map<string, NpmInstance>();
  const pending = [...roots.values()];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (instances.has(next)) continue;
    const [name = '', version = ''] = next.split('@');
    const at = NAMES.indexOf(name);
    const dependencies = wanted(1 + at * 2 + Number(version) - 1, at);
    const folder = `node_modules/.pnpm/${next}/node_modules/${name}`;
    instances.set(next, {lockPath: next, name, version, folder, isOptional: false, isLinked: true, dependencies});
    pending.push(...dependencies.values());
  }
  return {instances, roots, foreign: [], unresolved: []};
}

/** Node's search, over the paths of the layer. */
function find(placed: ReadonlyMap<string, NpmInstance>, from: string, wanted: string): string | undefined {
  const parts = from === '' ? [] : from.split('/');
  for (let length = parts.length; length >= 0; length -= 1) {
    const found = placed.get([...parts.slice(0, length), 'node_modules', wanted].join('/'));
    if (found) return found.lockPath;
  }
  return undefined;
}

function expectAllFound(closure: NpmClosure): void {
  const placed = placeInLayer(closure, '');
  const askers = [['', closure.roots] as const, ...[...placed].map(([at, each]) => [at, each.dependencies] as const)];
  for (const [from, dependencies] of askers) {
    for (const [wanted, lockPath] of dependencies) expect(find(placed, from, wanted)).toBe(lockPath);
  }
  expect(new Set([...placed.values()].map(({lockPath}) => lockPath))).toEqual(new Set(closure.instances.keys()));
}

test('what links lead to finds without them what it found through them', () => {
  fc.assert(
    fc.property(graph, (rows) => expectAllFound(closureOf(rows, (from, to) => from < to))),
    {numRuns: 300},
  );
});

test('packages that ask for one another find each other as well, or are refused by name', () => {
  fc.assert(
    fc.property(graph, (rows) => {
      const closure = closureOf(rows, (from, to) => from !== to);
      try {
        expectAllFound(closure);
      } catch (error) {
        if ((error as {code?: string}).code !== 'LAYER_TREE_ENDLESS') throw error;
        expect(error).toMatchObject({exitCode: 2, message: expect.stringMatching(/^[a-d] and what it needs/)});
      }
    }),
    {numRuns: 100},
  );
});
