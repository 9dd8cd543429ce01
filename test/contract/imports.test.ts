import {expect, test} from 'vitest';
import {importsOf} from './imports.js';

const FORMS: readonly (readonly [string, {target: string; isFile: boolean; isType: boolean}])[] = [
  ["import {a} from './a.js';", {target: 'src/lib/plan/a.ts', isFile: true, isType: false}],
  ["import type {A} from '../ports/a.js';", {target: 'src/lib/ports/a.ts', isFile: true, isType: true}],
  ["import {type A} from './a.js';", {target: 'src/lib/plan/a.ts', isFile: true, isType: true}],
  ["import {type A, b} from './a.js';", {target: 'src/lib/plan/a.ts', isFile: true, isType: false}],
  ["import './a.js';", {target: 'src/lib/plan/a.ts', isFile: true, isType: false}],
  ["export {a} from './a.js';", {target: 'src/lib/plan/a.ts', isFile: true, isType: false}],
  ["export type {A} from './a.js';", {target: 'src/lib/plan/a.ts', isFile: true, isType: true}],
  ["export * from './a.js';", {target: 'src/lib/plan/a.ts', isFile: true, isType: false}],
  ["const a = await import('./a.js');", {target: 'src/lib/plan/a.ts', isFile: true, isType: false}],
  ["type A = typeof import('@aws-sdk/client-s3');", {target: '@aws-sdk/client-s3', isFile: false, isType: true}],
  ["import {b} from 'vitest/config';", {target: 'vitest', isFile: false, isType: false}],
  ["import {readFile} from 'node:fs/promises';", {target: 'node:fs/promises', isFile: false, isType: false}],
];

test.each(FORMS)('%s', (source, expected) => {
  expect(importsOf('src/lib/plan/plan.ts', source)).toEqual([expected]);
});

test('a sentence about importing is no import', () => {
  const source = "/** Told apart from './a.js' */ const text = `import {b} from './b.js'`;";

  expect(importsOf('src/lib/plan/plan.ts', source)).toEqual([]);
});
