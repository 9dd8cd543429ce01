import {createHash} from 'node:crypto';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

interface Name {
  readonly value: string;
  readonly description?: string;
}

interface Cached {
  readonly atMs: number;
  readonly names: readonly Name[];
}

interface CacheOptions {
  readonly folder: string;
  readonly nowMs: number;
}

/** Long enough for somebody who types a command, too short to be wrong about what was released meanwhile. */
const LIFETIME_MS = 60_000;

/** Where lists are kept, by the XDG base directory specification. */
export function cacheFolder(environment: {readonly [name: string]: string | undefined}): string {
  return path.join(environment.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'lambda-release', 'completion');
}

/** A list as it was read within the last minute, or as `read` gives it now. A cache that cannot be used costs time and nothing else. */
export async function cachedNames(
  key: string,
  read: () => Promise<readonly Name[]>,
  {folder, nowMs}: CacheOptions,
): Promise<readonly Name[]> {
  const file = path.join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  const known = await readCached(file);
  if (known && nowMs - known.atMs >= 0 && nowMs - known.atMs < LIFETIME_MS) return known.names;
  const names = await read();
  await writeCached(folder, file, JSON.stringify({atMs: nowMs, names}));
  return names;
}

async function readCached(file: string): Promise<Cached | undefined> {
  try {
    const cached: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isCached(cached) ? cached : undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}

function isCached(value: unknown): value is Cached {
  if (typeof value !== 'object' || value === null || !('atMs' in value) || !('names' in value)) return false;
  return typeof value.atMs === 'number' && Array.isArray(value.names) && value.names.every(isName);
}

function isName(value: unknown): value is Name {
  return typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'string';
}

async function writeCached(folder: string, file: string, text: string): Promise<boolean> {
  try {
    await mkdir(folder, {recursive: true, mode: 0o700});
    await writeFile(file, text, {mode: 0o600});
    return true;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return false;
  }
}
