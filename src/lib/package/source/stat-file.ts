import {statSync} from 'node:fs';
import type {SourceFile} from './source-file.js';

/** What Lambda starts itself (LDG "Building a custom runtime", "Lambda Extensions API"). */
const STARTED = /^(bootstrap|extensions\/[^/]+)$/;

/**
 * A file of a package by its path; nothing when there is something else. What Lambda starts is executable also where the file system
 * knows no such thing (Windows). Throws as `statSync` does.
 */
export function statFile(absolutePath: string, zipPath: string): SourceFile | undefined {
  const stats = statSync(absolutePath);
  if (!stats.isFile()) return undefined;
  return {zipPath, absolutePath, bytes: stats.size, mode: stats.mode & 0o111 || STARTED.test(zipPath) ? 0o755 : 0o644};
}
