import {expect, test} from 'vitest';
import {partOf} from '../../src/lib/package/heaviest-parts.js';

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
