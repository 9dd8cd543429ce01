import {expect, test} from 'vitest';
import {findCircles} from './circles.js';

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

test.each<[string, Record<string, string[]>, string[]]>([
  ['nothing in a row of files', {a: ['b'], b: ['c'], c: []}, []],
  ['nothing where two ways meet', {a: ['b', 'c'], b: ['d'], c: ['d'], d: []}, []],
  ['two files that import each other', {a: ['b'], b: ['a']}, ['a > b > a']],
  ['a circle that is entered from outside', {a: ['b'], b: ['c'], c: ['d'], d: ['b']}, ['b > c > d > b']],
  ['two circles through one file', {a: ['b', 'c'], b: ['a'], c: ['a']}, ['a > b > a', 'a > c > a']],
  ['a file that imports itself', {a: ['a']}, ['a > a']],
])('finds %s', (_, edges, circles) => {
  expect(findCircles(graph(edges))).toEqual(circles);
});
