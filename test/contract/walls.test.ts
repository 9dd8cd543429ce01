import {expect, test} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';
import {findCircles} from './circles.js';
import {type Import, readImports} from './imports.js';
import {ALONE, FLOORS, type Floor, floorOf} from './walls.js';

const imports = await readImports(packageRoot, 'src');

/** What stands against one import, or `undefined`. */
function objection(file: string, {target, isFile, isType}: Import): string | undefined {
  const from = floorOf(file);
  const floor: Floor | undefined = FLOORS[from];
  if (floor === undefined) return `${file}: no row of the table says what ${from} may import`;
  if (isFile) {
    const to = floorOf(target);
    const isAllowed = to === from || floor.floors.includes(to) || (isType && floor.typesOf?.includes(to));
    return isAllowed ? undefined : `${file}: ${from} does not import ${to} (${target})`;
  }
  const home = ALONE[target];
  if (home !== undefined) return file.startsWith(home) ? undefined : `${file}: ${target} stays in ${home}`;
  const isAllowed = target.startsWith('node:') ? floor.node : floor.packages?.some((each) => matches(each, target));
  return isAllowed ? undefined : `${file}: ${from} does not import ${target}`;
}

function matches(allowed: string, name: string): boolean {
  return allowed.endsWith('/*') ? name.startsWith(allowed.slice(0, -1)) : name === allowed;
}

test('every floor imports only what its row of the table names', () => {
  const objections = [...imports].flatMap(([file, found]) => found.flatMap((each) => objection(file, each) ?? []));

  expect(objections).toEqual([]);
});

test.each<[string, string, Omit<Import, 'isType'>]>([
  ['the SDK outside aws/', 'src/lib/execute/a.ts', {target: '@aws-sdk/client-lambda', isFile: false}],
  ['oclif in a service', 'src/lib/service/a.ts', {target: '@oclif/core', isFile: false}],
  ['a terminal in a service', 'src/lib/service/a.ts', {target: 'src/lib/cli/prompts.ts', isFile: true}],
  ['a question outside prompts.ts', 'src/lib/cli/signals.ts', {target: 'inquirer', isFile: false}],
  ['a clock in a plan', 'src/lib/plan/publish/a.ts', {target: 'node:timers', isFile: false}],
  ['an adapter in the engine', 'src/lib/execute/rollout/a.ts', {target: 'src/lib/aws/clients.ts', isFile: true}],
  ['the way back up', 'src/lib/observe/status/a.ts', {target: 'src/lib/plan/rollout/gate.ts', isFile: true}],
  ['a command in a floor', 'src/lib/cli/a.ts', {target: 'src/commands/deploy.ts', isFile: true}],
  ['a new floor without a row', 'src/lib/attic/a.ts', {target: 'src/lib/model/versions/version.ts', isFile: true}],
])('the table refuses %s, as code and as a type', (_, file, found) => {
  expect(objection(file, {...found, isType: false})).toBeDefined();
  expect(objection(file, {...found, isType: true})).toBeDefined();
});

test('a plan may know the type of what was observed, not the code that observes', () => {
  const found = {target: 'src/lib/observe/publish/function.ts', isFile: true};

  expect(objection('src/lib/plan/a.ts', {...found, isType: true})).toBeUndefined();
  expect(objection('src/lib/plan/a.ts', {...found, isType: false})).toBeDefined();
});

test('no file imports itself by way of others, types included', async () => {
  const others = await Promise.all(['test', 'bench', 'scripts'].map((folder) => readImports(packageRoot, folder)));
  const files = [imports, ...others].flatMap((found) => [...found]);
  const targets = new Map(files.map(([file, found]) => [file, found.map(({target}) => target)]));

  expect(findCircles(targets)).toEqual([]);
});
