import {formatBytes} from '../../../model/byte-size.js';
import {prunedTree, type SizeNode} from '../../../package/inspect/size-tree.js';
import {visibleName} from '../../control-characters.js';
import {formatCount} from '../../number-text.js';
import {type Cell, formatTable} from '../../table.js';

/** What is lighter than this share of the package is summed up in a row of its folder. */
const LEAST_SHARE = 0.01;
/** Down to the packages in a scope of node_modules; what is in them is in the picture and in the JSON. */
const DEEPEST = 3;

/** What weighs what, as a table whose first column is the tree. */
export function sizeTreeText(tree: SizeNode): string {
  const root = prunedTree(tree, LEAST_SHARE);
  return formatTable(
    [
      {heading: 'What weighs what'},
      {heading: 'Unzipped', align: 'right'},
      {heading: 'Share', align: 'right'},
      {heading: 'Zipped', align: 'right'},
      {heading: 'Files', align: 'right'},
    ],
    rowsOf(root, 0, root.unzippedBytes),
    {indent: '  '},
  );
}

function rowsOf(node: SizeNode, depth: number, wholeBytes: number): readonly (readonly Cell[])[] {
  const share = wholeBytes === 0 ? 0 : (100 * node.unzippedBytes) / wholeBytes;
  return [
    [
      `${'  '.repeat(depth)}${visibleName(node.name)}${node.children ? '/' : ''}`,
      formatBytes(node.unzippedBytes),
      `${share.toFixed(0)}%`,
      formatBytes(node.zippedBytes),
      formatCount(node.files),
    ],
    ...(depth < DEEPEST ? (node.children ?? []) : []).flatMap((child) => rowsOf(child, depth + 1, wholeBytes)),
  ];
}
