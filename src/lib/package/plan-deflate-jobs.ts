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

export interface DeflateSettings {
  readonly level: number;
  readonly withDigests: boolean;
}

export interface DeflateWork extends DeflateSettings {
  /** Whether a file, by its index, needs no work. */
  isDone(fileIndex: number): boolean;
}

/** Cuts the work into jobs of about half a megabyte to a megabyte, in the order of the files. */
export function planDeflateJobs(
  files: readonly SourceFile[],
  {isDone, ...settings}: DeflateWork,
): readonly PlannedJob[] {
  const planner = new DeflatePlanner(settings);
  const jobs = files.flatMap((file, fileIndex) => (isDone(fileIndex) ? [] : planner.add(file, fileIndex)));
  return [...jobs, ...planner.end()];
}

/** Plans as the files come: each call gives the jobs that are complete by then. */
export class DeflatePlanner {
  readonly #settings: DeflateSettings;
  #batch: PlannedSlice[] = [];
  #batchBytes = 0;

  constructor(settings: DeflateSettings) {
    this.#settings = settings;
  }

  add({absolutePath, bytes}: SourceFile, fileIndex: number): readonly PlannedJob[] {
    const slice = {fileIndex, path: absolutePath, fileBytes: bytes};
    if (bytes > SLICE_BYTES) {
      const jobs = [...this.end()];
      for (let offset = 0; offset < bytes; offset += SLICE_BYTES) {
        jobs.push(this.#job([{...slice, offset, length: Math.min(SLICE_BYTES, bytes - offset)}]));
      }
      return jobs;
    }
    this.#batch.push({...slice, offset: 0, length: bytes});
    this.#batchBytes += bytes;
    return this.#batchBytes >= BATCH_BYTES || this.#batch.length >= BATCH_FILES ? this.end() : [];
  }

  /** What is left after the last file. */
  end(): readonly PlannedJob[] {
    const slices = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    return slices.length > 0 ? [this.#job(slices)] : [];
  }

  #job(slices: readonly PlannedSlice[]): PlannedJob {
    return {...this.#settings, slices};
  }
}
