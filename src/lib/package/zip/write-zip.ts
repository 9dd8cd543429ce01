import {availableParallelism} from 'node:os';
import {UsageError} from '../../errors.js';
import {packingError} from '../source/source-error.js';
import {type SourceFile, unzippedBytesOf} from '../source/source-file.js';
import {type AssembledZip, type KnownFiles, ZipAssembly} from './assembly.js';
import {DeflatePool, deflateInOrder} from './deflate-pool.js';
import {DeflatePlanner, type DeflateSettings, type PlannedJob} from './plan-deflate-jobs.js';

export interface ZipOptions {
  /** On zlib's scale, 0 (stored) to 9; 6 when absent. */
  readonly level?: number | undefined;
  /** Threads to deflate on; they are closed in the end. Without any, a package worth it gets threads of its own. */
  readonly pool?: DeflatePool | undefined;
  /** Files that need not be deflated, by their index: same content, same level, same encoder. */
  readonly known?: KnownFiles | undefined;
  /** Whether the digests of the contents are wanted as well. */
  readonly withDigests?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export const DEFAULT_LEVEL = 6;
const NOTHING_KNOWN: KnownFiles = {size: 0, has: () => false, dataOf: () => undefined, stretchFrom: () => undefined};
// Starting threads, each of which has its code to compile, costs about what one deflates of this.
const THREADS_FROM_BYTES = 5_000_000;
const THREADS_FROM_FILES = 1500;
// Beyond this the single writer, not deflate, sets the pace.
const MOST_THREADS = 16;

/** Whether a package of so many files and bytes is packed faster on threads than without. */
export function isWorthThreads(files: number, bytes: number): boolean {
  return files >= THREADS_FROM_FILES || bytes >= THREADS_FROM_BYTES;
}

/** Starts as many threads as the machine runs at once. */
export function startThreads(): DeflatePool {
  return new DeflatePool(Math.min(availableParallelism(), MOST_THREADS));
}

/**
 * Writes files, already in the order they are to have, into a zip: raw or deflated, whichever is smaller; UTF-8 names, Unix
 * modes, a fixed time, zip64 where needed. The bytes depend on the paths, modes, contents and the level alone: never on the
 * machine, its Node.js, the clock or the number of threads.
 * Throws UsageError when a file cannot be read or is no longer the size it was, or the level is none, and the signal's reason when that aborts.
 */
export async function writeZip(files: readonly SourceFile[], options: ZipOptions = {}): Promise<AssembledZip> {
  assertLevel(options.level);
  const {known} = options;
  const unknown = known && known.size > 0 ? files.filter((_, index) => !known.has(index)) : files;
  if (options.pool || !isWorthThreads(unknown.length, unzippedBytesOf(unknown))) return assemble(files, options);
  const pool = startThreads();
  try {
    return await assemble(files, {...options, pool});
  } finally {
    await pool.close();
  }
}

async function assemble(files: readonly SourceFile[], options: ZipOptions): Promise<AssembledZip> {
  const {level = DEFAULT_LEVEL, pool, signal, known = NOTHING_KNOWN, withDigests = false} = options;
  const jobs = planJobs(files, known, {level, withDigests});
  const assembly = new ZipAssembly(files, known, withDigests);
  let jobIndex = 0;
  for await (const result of deflateInOrder(jobs, pool, signal)) {
    if ('failure' in result) {
      throw packingError(result.failure);
    }
    const job = jobs[jobIndex++];
    if (job) assembly.add(job, result);
  }
  // The threads end while the rest is done.
  const closed = pool?.close();
  const assembled = assembly.finish();
  await closed;
  return assembled;
}

function planJobs(files: readonly SourceFile[], known: KnownFiles, settings: DeflateSettings): readonly PlannedJob[] {
  const planner = new DeflatePlanner(settings);
  const jobs: PlannedJob[] = [];
  for (const [index, file] of files.entries()) {
    if (file.link === undefined && !known.has(index)) jobs.push(...planner.add(file, index));
  }
  return [...jobs, ...planner.end()];
}

function assertLevel(level: number | undefined): void {
  if (level === undefined || (Number.isInteger(level) && level >= 0 && level <= 9)) return;
  throw new UsageError(`${level} is not a compression level.`, {
    code: 'LEVEL_INVALID',
    suggestions: ['Give a whole number from 0 (stored) to 9 (smallest); 6 is the default.'],
    details: {level},
  });
}
