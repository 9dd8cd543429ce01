import {readFileSync} from 'node:fs';
import path from 'node:path';
import {parseRecord} from '../layer/python/record.js';
import {unreadable} from '../source/source-error.js';
import type {SourceFile} from '../source/source-file.js';
import {isNewerGlibc} from './glibc-version.js';

const WHEEL = /(?:^|\/)[^/]+\.dist-info\/WHEEL$/;
/** The names from before PEP 600, and what they stand for there. */
const LEGACY: Readonly<Record<string, string>> = {
  manylinux1: '2.5',
  manylinux2010: '2.12',
  manylinux2014: '2.17',
};

/**
 * The glibc that the files of wheels are made for, by path in the package, as the tags of their WHEEL files say it (PEP 425, PEP 600);
 * for a wheel with several tags the oldest one. Nothing for wheels that are made for no glibc, or built where they were installed.
 */
export function wheelGlibcs(files: readonly SourceFile[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const {zipPath, absolutePath} of files) {
    if (!WHEEL.test(zipPath)) continue;
    const glibc = oldestGlibc(readFile(absolutePath) ?? '');
    if (glibc === undefined) continue;
    const folder = path.posix.dirname(path.posix.dirname(zipPath));
    const record = readFile(path.join(path.dirname(absolutePath), 'RECORD')) ?? '';
    for (const file of parseRecord(record)) found.set(path.posix.join(folder, file), glibc);
  }
  return found;
}

function oldestGlibc(wheel: string): string | undefined {
  const tags = [...wheel.matchAll(/^Tag:\s*\S+?-\S+?-(\S+)$/gm)].flatMap(([, platforms = '']) => platforms.split('.'));
  const glibcs = tags.map(glibcOf);
  // One tag that says nothing of glibc, and the wheel may load anywhere.
  if (glibcs.length === 0 || glibcs.includes(undefined)) return undefined;
  return glibcs.reduce((oldest, each) => (isNewerGlibc(oldest ?? '', each ?? '') ? each : oldest));
}

function glibcOf(tag: string): string | undefined {
  const [, major, minor] = /^manylinux_(\d+)_(\d+)_/.exec(tag) ?? [];
  if (major !== undefined) return `${major}.${minor}`;
  return LEGACY[tag.slice(0, tag.indexOf('_'))];
}

function readFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(file, error);
  }
}
