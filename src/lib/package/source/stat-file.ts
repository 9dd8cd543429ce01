import {statSync} from 'node:fs';
import type {SourceFile} from './source-file.js';

/** A file of a package by its path; nothing when there is something else. Throws as `statSync` does. */
export function statFile(absolutePath: string, zipPath: string): SourceFile | undefined {
  const stats = statSync(absolutePath);
  if (!stats.isFile()) return undefined;
  return {zipPath, absolutePath, bytes: stats.size, mode: stats.mode & 0o111 ? 0o755 : 0o644};
}
