import path from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {isStampOf, type Pack, type Witnesses} from './pack.js';
import type {CollectedFiles} from './source/collect-files.js';
import {IgnoreRules, mayHangOnContent} from './source/ignore-rules.js';
import {linkFile, pathInSource, resolveLink} from './source/resolve-link.js';
import type {SourceFile} from './source/source-file.js';
import {stampedPath, statFile} from './source/stat-file.js';

/** So many files are looked at in one go: then what was read meanwhile on other threads is taken further. */
const FILES_IN_ONE_GO = 2000;

/**
 * What a walk would find, told by the last one's pack without reading a folder or matching a rule: the same files, as they are now.
 * `undefined` when the folders are not what they were, or anything is in the way: then only a walk can tell. The pack must be
 * of the same folder, the same rules and kept links.
 */
export async function recollectFiles(root: string, pack: Pack): Promise<CollectedFiles | undefined> {
  if (!pack.witnesses || !areUnchanged(root, pack.witnesses)) return undefined;
  const rules = new IgnoreRules(root);
  const files: SourceFile[] = [];
  for (const [row, zipPath] of pack.paths.entries()) {
    if (row % FILES_IN_ONE_GO === 0) await setImmediate();
    const file = fileAgain(root, pack, row, zipPath, rules);
    if (!file) return undefined;
    files.push(file);
  }
  return {files, leftOut: pack.leftOut};
}

function areUnchanged(root: string, {paths, stamps}: Witnesses): boolean {
  return paths.every((zipPath, row) => {
    const {bytes, stamp} = stampedPath(`${root}${path.sep}${zipPath}`, zipPath);
    return stamp !== undefined && isStampOf(stamps, row, bytes, stamp);
  });
}

function fileAgain(root: string, pack: Pack, row: number, zipPath: string, rules: IgnoreRules): SourceFile | undefined {
  const absolutePath = `${root}${path.sep}${zipPath}`;
  try {
    if (pack.isLink(row)) return linkAgain(root, absolutePath, zipPath, rules);
    const file = statFile(absolutePath, zipPath);
    return file && mayHangOnContent(zipPath) && !pack.isUnchanged(row, file) ? undefined : file;
  } catch {
    // The walk comes across it too, and says what is wrong.
    return undefined;
  }
}

/** Where a link leads can change far away from it. */
function linkAgain(root: string, link: string, zipPath: string, rules: IgnoreRules): SourceFile | undefined {
  const folders = zipPath.split('/').slice(0, -1);
  const trail = [root, ...folders.map((_, depth) => path.join(root, ...folders.slice(0, depth + 1)))];
  const {target, isFolder} = resolveLink(root, link, trail, 'keep');
  const isOut = rules.leavesOutOfKept(zipPath, isFolder) || rules.leavesOut(pathInSource(root, target), isFolder);
  return isOut ? undefined : linkFile(root, link, zipPath, target);
}
