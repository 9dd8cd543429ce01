import type {SourceFile} from '../source/source-file.js';
import {type Job, SLICE_BYTES} from './job.js';

/** A job, and which files it is of, by their index. */
export interface PlannedJob extends Job {
  readonly fileIndexes: readonly number[];
}

// Large enough to make a message worth its price, small enough to keep every thread busy to the end.
const BATCH_BYTES = 524_288;
const BATCH_FILES = 256;

/**
 * Cuts the work into jobs of about half a megabyte to a megabyte, in the order of the files. Without a level files are only read.
 * A file of several slices is read in one job, since a digest is of the whole, and deflated in one job a slice. Links need none.
 */
export function planJobs(
  files: readonly SourceFile[],
  settings: Pick<Job, 'level' | 'isKnown'>,
): readonly PlannedJob[] {
  const {level, isKnown} = settings;
  const jobs: PlannedJob[] = [];
  let batch = emptyBatch();
  let batchBytes = 0;
  const endBatch = () => {
    if (batch.paths.length > 0) jobs.push({...batch, level, isKnown});
    batch = emptyBatch();
    batchBytes = 0;
  };
  for (const [index, {absolutePath, bytes, link}] of files.entries()) {
    if (link !== undefined) continue;
    if (bytes > SLICE_BYTES) {
      endBatch();
      const file = {paths: [absolutePath], fileBytes: [bytes], fileIndexes: [index]};
      jobs.push({...file, isKnown});
      for (let offset = 0; offset < bytes && level !== undefined; offset += SLICE_BYTES) {
        jobs.push({...file, level, slice: {offset, length: Math.min(SLICE_BYTES, bytes - offset)}});
      }
      continue;
    }
    batch.paths.push(absolutePath);
    batch.fileBytes.push(bytes);
    batch.fileIndexes.push(index);
    batchBytes += bytes;
    if (batchBytes >= BATCH_BYTES || batch.paths.length >= BATCH_FILES) endBatch();
  }
  endBatch();
  return jobs;
}

function emptyBatch(): {paths: string[]; fileBytes: number[]; fileIndexes: number[]} {
  return {paths: [], fileBytes: [], fileIndexes: []};
}
