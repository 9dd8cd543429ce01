import type {Inspection} from './inspect-content.mjs';

/** A stretch of one file: all of it, or a part of a file too large to be deflated in one go. */
export interface FileSlice {
  readonly path: string;
  /** Size of the whole file when it was found; another size now is a failure with code `CHANGED`. */
  readonly fileBytes: number;
  readonly offset: number;
  readonly length: number;
}

export interface DeflateJob {
  /** 0 (stored) to 9, as zlib counts. */
  readonly level: number;
  /** Whether the digests of the contents are wanted as well. */
  readonly withDigests: boolean;
  readonly slices: readonly FileSlice[];
}

/** What became of one slice: `bytes` of the output belong to it, in the order of the slices. */
export interface DeflatedPart {
  readonly bytes: number;
  readonly crc: number;
  readonly deflated: boolean;
  /** What was noticed in the slice and the stretch before it. */
  readonly inspection?: Inspection;
  /** SHA-256 of the slice, in hex. */
  readonly digest?: string;
}

export type DeflateResult =
  | {readonly parts: readonly DeflatedPart[]; readonly output: Uint8Array<ArrayBuffer>}
  | {readonly failure: {readonly path: string; readonly code: string; readonly message: string}};

export function runDeflateJob(job: DeflateJob): DeflateResult;
