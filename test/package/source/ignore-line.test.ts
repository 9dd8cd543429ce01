import {expect, test} from 'vitest';
import {collectFiles} from '../../../src/lib/package/source/collect-files.js';
import {ignoreLine} from '../../../src/lib/package/source/ignore-line.js';
import {tempFolder, writeTree} from '../temp-folder.js';

test.each([
  'plain.txt',
  'with space.txt',
  'page [1].html',
  '!loud',
  '#no comment',
  'a*b?',
  'sub/[id]/page.js',
  'back\\slash',
])('the line for %s leaves out that file and no other', (name) => {
  const tree = {'index.js': 'x', 'other/plain.txt': 'x', 'page 1.html': 'x', aXb1: 'x', [name]: 'x'};
  const source = writeTree(tempFolder(), {...tree, '.lambdaignore': `${ignoreLine(name)}\n`});
  expect(collectFiles(source).leftOut).toEqual(['.lambdaignore', name].toSorted());
});
