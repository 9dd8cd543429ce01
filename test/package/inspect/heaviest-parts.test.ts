import {expect, test} from 'vitest';
import {heaviestParts, partOf} from '../../../src/lib/package/inspect/heaviest-parts.js';

test.each([
  ['index.js', 'index.js'],
  ['assets/logo.png', 'assets/'],
  ['src/deep/a.js', 'src/'],
  ['node_modules/left/index.js', 'left'],
  ['node_modules/@scope/name/lib/a.js', '@scope/name'],
  ['node_modules/left/node_modules/right/a.js', 'right'],
  ['node_modules/left/node_modules/@scope/name/a.js', '@scope/name'],
  ['packages/api/node_modules/left/a.js', 'left'],
  ['nodejs/node_modules/left/a.js', 'left'],
  ['node_modules/.bin/left', 'node_modules/'],
  ['node_modules/.package-lock.json', 'node_modules/'],
  ['my_node_modules/left/a.js', 'my_node_modules/'],
])('%s counts for %s', (zipPath, part) => {
  expect(partOf(zipPath)).toBe(part);
});

test('parts are counted file by file, whatever folder came before', () => {
  const paths = [
    'a.js',
    'node_modules/.bin/x',
    'node_modules/@s/a/index.js',
    'node_modules/@s/b/index.js',
    'node_modules/@s/b/lib/x.js',
    'node_modules/@s/b/lib/y.js',
    'node_modules/@s/b/node_modules/c/x.js',
    'node_modules/@s/b/node_modules/c/y.js',
    'node_modules/@s/b/z.js',
    'node_modules/d/lib/x.js',
    'node_modules/d/lib/y.js',
    'node_modules/e.js',
    'node_modules/f.js',
    'src/lib/x.js',
    'src/lib/y.js',
    'src/x.js',
    'z.js',
  ];
  const files = paths.map((zipPath) => ({zipPath, absolutePath: `/${zipPath}`, bytes: 1, mode: 0o644 as const}));
  const counted = new Map<string, number>();
  for (const name of paths.map(partOf)) counted.set(name, (counted.get(name) ?? 0) + 1);

  expect(new Map(heaviestParts(files).map(({name, files: count}) => [name, count]))).toEqual(
    new Map([...counted].sort()),
  );
});
