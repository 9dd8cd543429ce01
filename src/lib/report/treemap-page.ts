import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {prunedTree, type SizeNode} from '../package/inspect/size-tree.js';
import {packageRoot} from '../package-root.js';

/** What is lighter cannot be seen in a picture of two thousand pixels. */
const LEAST_SHARE = 0.000_2;

/** A page that draws what weighs what in packages: one HTML file that loads nothing, for light and dark screens. */
export async function treemapPage(trees: readonly SizeNode[]): Promise<string> {
  const [only, ...others] = trees;
  const root = only && others.length === 0 ? only : together(trees);
  const page = await readFile(path.join(packageRoot, 'templates', 'treemap.html'), 'utf8');
  // No name in a package can end the script element it is written into.
  const data = JSON.stringify(prunedTree(root, LEAST_SHARE)).replaceAll('<', '\\u003c');
  return page.replace('"__DATA__"', () => data);
}

function together(trees: readonly SizeNode[]): SizeNode {
  const sum = (key: 'unzippedBytes' | 'zippedBytes' | 'files') => trees.reduce((total, tree) => total + tree[key], 0);
  return {
    name: 'all packages',
    unzippedBytes: sum('unzippedBytes'),
    zippedBytes: sum('zippedBytes'),
    files: sum('files'),
    children: trees.toSorted((a, b) => b.unzippedBytes - a.unzippedBytes),
  };
}
