import {type Stats, statSync} from 'node:fs';
import type {FileStamp, SourceFile, StampedPath} from './source-file.js';

/** A file of a package by its path; nothing when there is something else. Throws as `statSync` does. */
export function statFile(absolutePath: string, zipPath: string): SourceFile | undefined {
  const stats = statSync(absolutePath);
  if (!stats.isFile()) return undefined;
  const mode = stats.mode & 0o111 ? 0o755 : 0o644;
  return {zipPath, absolutePath, bytes: stats.size, mode, stamp: stampOf(stats)};
}

/** What tells whether a folder or a file is the one it was; without a stamp where that cannot be told. */
export function stampedPath(absolutePath: string, zipPath: string): StampedPath {
  try {
    const stats = statSync(absolutePath);
    return {zipPath, bytes: stats.size, stamp: stampOf(stats)};
  } catch {
    // Whoever reads it says what is wrong with it.
    return {zipPath, bytes: Number.NaN};
  }
}

function stampOf({mtimeMs, ctimeMs, ino}: Stats): FileStamp {
  return {modifiedMs: mtimeMs, changedMs: ctimeMs, inode: ino};
}
