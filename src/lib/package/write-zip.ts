import {availableParallelism} from 'node:os';
import {deflateInOrder} from './deflate-pool.js';
import {planDeflateJobs} from './plan-deflate-jobs.js';
import {changedWhilePackaging, unreadable} from './source-error.js';
import type {SourceFile} from './source-file.js';
import {ZipAssembly} from './zip-assembly.js';

export interface ZipOptions {
  /** zlib's level, 0 (stored) to 9; 6 when absent. */
  readonly level?: number;
  /** Worker threads, 0 for none; by default as many as the machine runs at once, and none for a small package. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

export interface WrittenZip {
  readonly zip: Uint8Array;
  /** Size of each file's data in the zip, in the order of the files. */
  readonly zippedBytes: readonly number[];
}

export const DEFAULT_LEVEL = 6;
// Starting threads costs some tens of milliseconds: what one thread deflates in that time is not worth it.
const THREADS_FROM_BYTES = 1_500_000;
const THREADS_FROM_FILES = 400;
// Beyond this the single writer, not deflate, sets the pace.
const MOST_THREADS = 16;

/**
 * Writes files, already in the order they are to have, into a zip: raw or deflated, whichever is smaller; UTF-8 names, Unix
 * modes, a fixed time, zip64 where needed. The bytes depend on the paths, modes and contents alone, and for level 1 to 9
 * on the zlib that Node was built with; never on the machine, the clock or the number of threads.
 * Throws UsageError when a file cannot be read or is no longer the size it was, and the signal's reason when that aborts.
 */
export async function writeZip(files: readonly SourceFile[], options: ZipOptions = {}): Promise<WrittenZip> {
  const jobs = planDeflateJobs(files, options.level ?? DEFAULT_LEVEL);
  const threads = Math.min(jobs.length, options.threads ?? threadsWorthStarting(files));
  const assembly = new ZipAssembly(files);
  let jobIndex = 0;
  for await (const result of deflateInOrder(jobs, threads, options.signal)) {
    if ('failure' in result) {
      const {path, code} = result.failure;
      throw code === 'CHANGED' ? changedWhilePackaging(path) : unreadable(path, result.failure);
    }
    const slices = jobs[jobIndex++]?.slices ?? [];
    let at = 0;
    slices.forEach((slice, index) => {
      const part = result.parts[index];
      if (!part) throw new RangeError(`The job of ${slice.path} came back incomplete.`);
      assembly.add(slice, part, result.output.subarray(at, at + part.bytes));
      at += part.bytes;
    });
  }
  const {zip, entries} = assembly.finish();
  return {zip, zippedBytes: entries.map((entry) => entry.zippedBytes)};
}

function threadsWorthStarting(files: readonly SourceFile[]): number {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes < THREADS_FROM_BYTES && files.length < THREADS_FROM_FILES) return 0;
  return Math.min(availableParallelism(), MOST_THREADS);
}
