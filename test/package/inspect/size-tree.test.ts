import {expect, test} from 'vitest';
import {prunedTree, sizeTree} from '../../../src/lib/package/inspect/size-tree.js';
import {sizeTreeText} from '../../../src/lib/report/result/publish/size-tree-text.js';
import {treemapPage} from '../../../src/lib/report/treemap-page.js';

const FILES = [
  {path: 'index.js', unzippedBytes: 1000, zippedBytes: 400},
  {path: 'node_modules/@s/a/lib/deep/a.js', unzippedBytes: 8000, zippedBytes: 2000},
  {path: 'node_modules/b/b.js', unzippedBytes: 980, zippedBytes: 100},
  {path: 'node_modules/c/c.js', unzippedBytes: 11, zippedBytes: 5},
  {path: 'node_modules/d/d.js', unzippedBytes: 9, zippedBytes: 5},
];

test('a folder weighs what is in it, and one that holds only a folder is a row with it', () => {
  const tree = sizeTree('fn', FILES);

  expect(tree).toMatchObject({name: 'fn', unzippedBytes: 10_000, zippedBytes: 2510, files: 5});
  expect(tree.children?.map(({name, files}) => [name, files])).toEqual([
    ['node_modules', 4],
    ['index.js', 1],
  ]);
  expect(tree.children?.[0]?.children?.map(({name}) => name)).toEqual(['@s/a/lib/deep', 'b', 'c', 'd']);
});

test('pruning sums up, twice as well as once, and never loses a byte', () => {
  const once = prunedTree(sizeTree('fn', FILES), 0.01);
  const twice = prunedTree(once, 0.1);

  expect(once.children?.[0]?.children?.map(({name, unzippedBytes}) => [name, unzippedBytes])).toEqual([
    ['@s/a/lib/deep', 8000],
    ['b', 980],
    ['(2 smaller)', 20],
  ]);
  expect(twice.children?.[0]?.children?.map(({name, unzippedBytes, files}) => [name, unzippedBytes, files])).toEqual([
    ['@s/a/lib/deep', 8000, 1],
    ['(3 smaller)', 1000, 3],
  ]);
});

test('the table is the tree with shares', () => {
  expect(sizeTreeText(sizeTree('fn', FILES)).split('\n').slice(0, 4)).toEqual([
    '  What weighs what    Unzipped  Share   Zipped  Files',
    '  fn/                  9.8 KiB   100%  2.5 KiB      5',
    '    node_modules/      8.8 KiB    90%  2.1 KiB      4',
    '      @s/a/lib/deep/   7.8 KiB    80%  2.0 KiB      1',
  ]);
});

test('the page loads nothing, and no name in a package can break out of its data', async () => {
  const name = '<script>alert(1)';
  const page = await treemapPage([sizeTree('fn', [{path: name, unzippedBytes: 1, zippedBytes: 1}])]);

  expect(page).not.toContain(name);
  expect(page).not.toMatch(/(src|href)=|@import|url\(|https?:/);
  const [, data = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? [];
  expect(JSON.parse(data).children[0].name).toContain('alert');
});

test('several packages are one picture', async () => {
  const page = await treemapPage([sizeTree('small', FILES.slice(0, 1)), sizeTree('large', FILES)]);
  const [, data = ''] = /id="data">(.*?)<\/script>/s.exec(page) ?? [];
  expect(JSON.parse(data)).toMatchObject({unzippedBytes: 11_000, children: [{name: 'large'}, {name: 'small'}]});
});
