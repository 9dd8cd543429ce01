import {findDrafts} from '../../../src/lib/config/project/find-drafts.js';
import {type Tree, tempFolder, writeTree} from '../../package/temp-folder.js';

/** What a folder with these files gives first, and its first function. */
export async function likeliest(tree: Tree) {
  const {drafts, remarks} = await findDrafts(writeTree(tempFolder(), tree));
  const [draft] = drafts;
  return {draft, made: draft?.functions[0], functions: draft?.functions ?? [], remarks};
}
