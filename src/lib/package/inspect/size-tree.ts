/** A folder or file of a package: what it weighs with everything in it. */
export interface SizeNode {
  /** Name in its folder; a folder that holds only one folder is one row with it, as in `@aws-sdk/core/dist-cjs`. */
  readonly name: string;
  readonly unzippedBytes: number;
  readonly zippedBytes: number;
  readonly files: number;
  /** The heaviest first; absent for a file. */
  readonly children?: readonly SizeNode[];
  /** How many small ones the row sums up; absent for a real folder or file. */
  readonly standsFor?: number;
}

/** A file of a package, with its share of the zip without headers. */
export interface PackedFile {
  readonly path: string;
  readonly unzippedBytes: number;
  readonly zippedBytes: number;
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: SizeNode[];
}

/** The tree of a package under one root, `name`. */
export function sizeTree(name: string, files: readonly PackedFile[]): SizeNode {
  const root: Folder = {folders: new Map(), files: []};
  for (const file of files) {
    const names = file.path.split('/');
    const last = names.pop() ?? file.path;
    let folder = root;
    for (const part of names) {
      const next = folder.folders.get(part) ?? {folders: new Map(), files: []};
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.push({name: last, unzippedBytes: file.unzippedBytes, zippedBytes: file.zippedBytes, files: 1});
  }
  return toNode(name, root);
}

/** Without what is lighter than `share` of the whole: each folder sums that up in one row, `(n smaller)`, or shows nothing in it. */
export function prunedTree(root: SizeNode, share: number): SizeNode {
  return prune(root, root.unzippedBytes * share);
}

function prune(node: SizeNode, leastBytes: number): SizeNode {
  if (!node.children) return node;
  const isKept = (child: SizeNode) => child.standsFor === undefined && child.unzippedBytes >= leastBytes;
  const kept = node.children.filter(isKept).map((child) => prune(child, leastBytes));
  if (kept.length === 0) return {...node, children: []};
  const rest = node.children.filter((child) => !isKept(child));
  const standsFor = rest.reduce((count, child) => count + (child.standsFor ?? 1), 0);
  // A row more is no shorter than the only row it would stand for.
  if (standsFor < 2) return {...node, children: [...kept, ...rest]};
  return {...node, children: [...kept, {name: `(${standsFor} smaller)`, standsFor, ...sumOf(rest)}]};
}

function toNode(name: string, {folders, files}: Folder): SizeNode {
  const [only, ...others] = [...folders];
  const children = [...[...folders].map(([child, folder]) => toNode(child, folder)), ...files].sort(
    (a, b) => b.unzippedBytes - a.unzippedBytes || (a.name < b.name ? -1 : 1),
  );
  const [child] = children;
  if (only && others.length === 0 && files.length === 0 && child) return {...child, name: `${name}/${child.name}`};
  return {name, ...sumOf(children), children};
}

function sumOf(nodes: readonly SizeNode[]): Pick<SizeNode, 'unzippedBytes' | 'zippedBytes' | 'files'> {
  const sum = {unzippedBytes: 0, zippedBytes: 0, files: 0};
  for (const node of nodes) {
    sum.unzippedBytes += node.unzippedBytes;
    sum.zippedBytes += node.zippedBytes;
    sum.files += node.files;
  }
  return sum;
}
