import {existsSync, lstatSync, realpathSync} from 'node:fs';
import path from 'node:path';
import {isInside} from '../../source/resolve-link.js';

/** A package where Node finds it. */
export interface FoundPackage {
  /** Where it was found, below a node_modules. */
  readonly at: string;
  /** Where its files are; another place for a link. */
  readonly folder: string;
  readonly isLink: boolean;
}

/**
 * Node's search for a package (Node.js docs, "Loading from node_modules folders"), from the real folder of what asks for it: upwards to
 * the root of the project, or of the disk where the folder is not in the project, as with a store that several projects share.
 */
export function findInstalled(name: string, from: string, root: string): FoundPackage | undefined {
  const last = isInside(root, from) ? root : path.parse(from).root;
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (path.basename(folder) !== 'node_modules') {
      const at = path.join(folder, 'node_modules', name);
      if (existsSync(path.join(at, 'package.json'))) {
        return {at, folder: realpathSync(at), isLink: lstatSync(at).isSymbolicLink()};
      }
    }
    if (folder === last || path.dirname(folder) === folder) return undefined;
  }
}
