import type {DeflateJob, FileSlice} from './deflate-job.mjs';
import type {SourceFile} from './source-file.js';

/** A slice and the file it is of. */
export interface PlannedSlice extends FileSlice {
  readonly fileIndex: number;
}

export interface PlannedJob extends DeflateJob {
  readonly slices: readonly PlannedSlice[];
}

/** Fixed, because where a file is cut decides the bytes of the zip: they must not depend on the machine. */
export const SLICE_BYTES = 1_048_576;
// Large enough to make a message worth its price, small enough to keep every thread busy to the end.
const BATCH_BYTES = 524_288;
const BATCH_FILES = 256;

export interface DeflateWork {
  readonly level: number;
  readonly withDigests: boolean;
  /** Whether a file, by its index, needs no work. */
  isDone(fileIndex: number): boolean;
}

/** Cuts the work into jobs of about half a megabyte to a megabyte, in the order of the files. */
export function planDeflateJobs(
  files: readonly SourceFile[],
  {level, withDigests, isDone}: DeflateWork,
): readonly PlannedJob[] {
  const jobs: PlannedJob[] = [];
  let batch: PlannedSlice[] = [];
  let batchBytes = 0;
  const closeBatch = (): void => {
    if (batch.length > 0) jobs.push({level, withDigests, slices: batch});
    batch = [];
    batchBytes = 0;
  };
  files.forEach(({absolutePath, bytes}, fileIndex) => {
    if (isDone(fileIndex)) return;
    if (bytes > SLICE_BYTES) {
      closeBatch();
      for (let offset = 0; offset < bytes; offset += SLICE_BYTES) {
        const length = Math.min(SLICE_BYTES, bytes - offset);
        jobs.push({level, withDigests, slices: [{fileIndex, path: absolutePath, fileBytes: bytes, offset, length}]});
      }
      return;
    }
    batch.push({fileIndex, path: absolutePath, fileBytes: bytes, offset: 0, length: bytes});
    batchBytes += bytes;
    if (batchBytes >= BATCH_BYTES || batch.length >= BATCH_FILES) closeBatch();
  });
  closeBatch();
  return jobs;
}
