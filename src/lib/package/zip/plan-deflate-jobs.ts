import type {SourceFile} from '../source/source-file.js';
import type {DeflateJob} from './deflate-job.mjs';

/** A job, and which files it is of, by their index. */
export interface PlannedJob extends DeflateJob {
  readonly fileIndexes: readonly number[];
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

/** Cuts the work into jobs of about half a megabyte to a megabyte, in the order of the files. Plans as the files come. */
export class DeflatePlanner {
  readonly #settings: DeflateSettings;
  #batch: {readonly paths: string[]; readonly fileBytes: number[]; readonly fileIndexes: number[]} = emptyBatch();
  #batchBytes = 0;

  constructor({level, withDigests}: DeflateSettings) {
    this.#settings = {level, withDigests};
  }

  /** Takes the next file that is to be deflated; gives the jobs that are complete by then. */
  add({absolutePath, bytes}: SourceFile, fileIndex: number): readonly PlannedJob[] {
    if (bytes > SLICE_BYTES) return [...this.end(), ...this.#sliced(absolutePath, bytes, fileIndex)];
    this.#batch.paths.push(absolutePath);
    this.#batch.fileBytes.push(bytes);
    this.#batch.fileIndexes.push(fileIndex);
    this.#batchBytes += bytes;
    return this.#batchBytes >= BATCH_BYTES || this.#batch.paths.length >= BATCH_FILES ? this.end() : [];
  }

  /** What is left after the last file. */
  end(): readonly PlannedJob[] {
    const batch = this.#batch;
    this.#batch = emptyBatch();
    this.#batchBytes = 0;
    return batch.paths.length > 0 ? [{...this.#settings, ...batch}] : [];
  }

  *#sliced(path: string, bytes: number, fileIndex: number): Iterable<PlannedJob> {
    const file = {...this.#settings, paths: [path], fileBytes: [bytes], fileIndexes: [fileIndex]};
    for (let offset = 0; offset < bytes; offset += SLICE_BYTES) {
      yield {...file, slice: {offset, length: Math.min(SLICE_BYTES, bytes - offset)}};
    }
  }
}

function emptyBatch(): {paths: string[]; fileBytes: number[]; fileIndexes: number[]} {
  return {paths: [], fileBytes: [], fileIndexes: []};
}
