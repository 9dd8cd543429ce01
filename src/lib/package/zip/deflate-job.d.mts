import type {Inspection} from '../inspect/inspect-content.mjs';

/** Files to read and deflate. Lists of plain values rather than objects: a job goes to a thread as a copy. */
export interface DeflateJob {
  /** 0 (stored) to 9, on zlib's scale. */
  readonly level: number;
  /** Whether the digests of the contents are wanted as well. */
  readonly withDigests: boolean;
  readonly paths: readonly string[];
  /** Size of each file when it was found; another size now is a failure with code `CHANGED`. */
  readonly fileBytes: readonly number[];
  /** The stretch that is wanted of the only file, which is too large to be deflated in one go; without it, files are whole. */
  readonly slice?: {readonly offset: number; readonly length: number};
}

/** What became of the files, or the slice, of a job. */
export interface DeflatedFiles {
  /** The data of one after the other. */
  readonly output: Uint8Array<ArrayBuffer>;
  /** Of each how much of the output is its own, and the CRC-32 of what was read. */
  readonly bytes: Uint32Array<ArrayBuffer>;
  readonly crcs: Uint32Array<ArrayBuffer>;
  /** 1 where the data is deflated, 0 where it is as it was read. */
  readonly deflated: Uint8Array<ArrayBuffer>;
  /** SHA-256 of what was read, 32 bytes each. */
  readonly digests?: Uint8Array<ArrayBuffer>;
  /** What was noticed, by position in the job; in a slice also in the stretch before it. */
  readonly inspections: readonly (readonly [number, Inspection])[];
}

/** `failure` has the system's error code, or `CHANGED`, or `NO_WEBASSEMBLY`. */
export type DeflateResult =
  | DeflatedFiles
  | {readonly failure: {readonly path: string; readonly code: string; readonly message: string}};

export function runDeflateJob(job: DeflateJob): DeflateResult;
