import {availableParallelism} from 'node:os';
import {UsageError} from '../../errors.js';
import type {Inspection} from '../inspect/inspect-content.js';
import {DIGEST_BYTES, sha256} from '../sha256.js';
import {changedWhilePackaging, packingError} from '../source/source-error.js';
import {type SourceFile, unzippedBytesOf} from '../source/source-file.js';
import {type AssembledZip, ZipAssembly} from './assembly.js';
import {DEFAULT_LEVEL} from './default-level.js';
import type {JobResult} from './job.js';
import {JobPool, runInOrder} from './job-pool.js';
import {type PlannedJob, planJobs} from './plan-jobs.js';

export interface ReadOptions {
  /** Threads to read on; they are closed in the end. Without any, files worth it get threads of their own. */
  readonly pool?: JobPool | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ZipOptions extends ReadOptions {
  /** On zlib's scale, 0 (stored) to 9; DEFAULT_LEVEL when absent. */
  readonly level?: number | undefined;
  /** What was read of the files before: it is not looked at again, and the zip is to be of exactly that. */
  readonly contents?: FileContents | undefined;
}

/** What was read of files, every byte of them. */
export interface FileContents {
  /** SHA-256 of each content, of a link that of its target, 32 bytes each, in the order of the files. */
  readonly digests: Buffer;
  /** What was noticed, by the index of the file. */
  readonly inspections: ReadonlyMap<number, Inspection>;
}

// Starting threads, each of which has its code to compile, costs about what one deflates of this.
const THREADS_FROM_BYTES = 5_000_000;
const THREADS_FROM_FILES = 1500;
// Beyond this the single writer, not deflate, sets the pace.
const MOST_THREADS = 16;

/** Whether so many files and bytes are read faster on threads than without. */
export function isWorthThreads(files: number, bytes: number): boolean {
  return files >= THREADS_FROM_FILES || bytes >= THREADS_FROM_BYTES;
}

/** Starts as many threads as the machine runs at once. */
export function startThreads(): JobPool {
  return new JobPool(Math.min(availableParallelism(), MOST_THREADS));
}

/** Hashes and looks at every byte of the files. Throws UsageError when one cannot be read or is no longer the size it was, and the signal's reason. */
export function readContents(files: readonly SourceFile[], options: ReadOptions = {}): Promise<FileContents> {
  return run(files, planJobs(files, {}), options, () => undefined);
}

/**
 * Writes files, already in the order they are to have, into a zip: raw or deflated, whichever is smaller; UTF-8 names, Unix
 * modes, a fixed time, zip64 where needed. The bytes depend on the paths, modes, contents, the level and the zlib of this Node.js: never
 * on the clock or the number of threads. Throws UsageError when a file cannot be read or is no longer what it was, or the level is
 * none, and the signal's reason when that aborts.
 */
export async function writeZip(
  files: readonly SourceFile[],
  options: ZipOptions = {},
): Promise<AssembledZip & FileContents> {
  const {level = DEFAULT_LEVEL, contents} = options;
  assertLevel(level);
  const assembly = new ZipAssembly(files);
  const read = await run(files, planJobs(files, {level, isKnown: contents !== undefined}), options, (job, result) =>
    assembly.add(job, result),
  );
  if (contents) requireSame(files, contents, read);
  return {...assembly.finish(), ...(contents ?? read)};
}

async function run(
  files: readonly SourceFile[],
  jobs: readonly PlannedJob[],
  options: ReadOptions,
  onResult: (job: PlannedJob, result: JobResult) => void,
): Promise<FileContents> {
  const pool = options.pool ?? (isWorthThreads(files.length, unzippedBytesOf(files)) ? startThreads() : undefined);
  try {
    const digests = Buffer.alloc(files.length * DIGEST_BYTES);
    const inspections = new Map<number, Inspection>();
    for (const [index, {link}] of files.entries()) {
      if (link !== undefined) digests.set(sha256(link), index * DIGEST_BYTES);
    }
    let jobIndex = 0;
    for await (const result of runInOrder(jobs, pool, options.signal)) {
      if ('failure' in result) throw packingError(result.failure);
      const job = jobs[jobIndex++];
      if (!job) continue;
      for (const [position, fileIndex] of job.fileIndexes.entries()) {
        const digest = result.read?.digests.subarray(position * DIGEST_BYTES, (position + 1) * DIGEST_BYTES);
        if (digest) digests.set(digest, fileIndex * DIGEST_BYTES);
      }
      for (const [position, inspection] of result.read?.inspections ?? []) {
        inspections.set(job.fileIndexes[position] ?? 0, inspection);
      }
      onResult(job, result);
    }
    return {digests, inspections};
  } finally {
    await pool?.close();
  }
}

function requireSame(files: readonly SourceFile[], before: FileContents, now: FileContents): void {
  if (before.digests.equals(now.digests)) return;
  const digestIn = ({digests}: FileContents, index: number) =>
    digests.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
  const changed = files.find((_, index) => !digestIn(before, index).equals(digestIn(now, index)));
  throw changedWhilePackaging(changed?.absolutePath ?? '');
}

function assertLevel(level: number): void {
  if (Number.isInteger(level) && level >= 0 && level <= 9) return;
  throw new UsageError(`${level} is not a compression level.`, {
    code: 'LEVEL_INVALID',
    suggestions: [`Give a whole number from 0 (stored) to 9 (smallest); ${DEFAULT_LEVEL} is the default.`],
    details: {level},
  });
}
