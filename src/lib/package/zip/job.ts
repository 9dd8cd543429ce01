import {createHash, hash} from 'node:crypto';
import {closeSync, openSync, readSync} from 'node:fs';
import {constants, crc32, deflateRawSync} from 'node:zlib';
import {type Inspection, inspectContent, mergeInspections} from '../inspect/inspect-content.js';
import {DIGEST_BYTES} from '../sha256.js';

/** Files to read, and perhaps to deflate. Lists of plain values rather than objects: a job goes to a thread as a copy. */
export interface Job {
  readonly paths: readonly string[];
  /** Size of each file when it was found; another size now is a failure with code `CHANGED`. */
  readonly fileBytes: readonly number[];
  /** 0 (stored) to 9, on zlib's scale. Absent when the contents are only to be hashed and looked at. */
  readonly level?: number | undefined;
  /** Whether the contents are not to be looked at: somebody did already. */
  readonly isKnown?: boolean | undefined;
  /** The stretch that is to be deflated, and nothing else, of the only file; without it, files are whole. */
  readonly slice?: {readonly offset: number; readonly length: number};
}

/** What was read of whole files. */
interface ReadFiles {
  /** SHA-256 of each, 32 bytes, and its CRC-32. */
  readonly digests: Uint8Array<ArrayBuffer>;
  readonly crcs: Uint32Array<ArrayBuffer>;
  /** What was noticed, by position in the job. */
  readonly inspections: readonly (readonly [number, Inspection])[];
}

/** What became of files, or of a slice of one. */
export interface DeflatedFiles {
  /** The data of one after the other. */
  readonly output: Uint8Array<ArrayBuffer>;
  /** Of each how much of the output is its own. */
  readonly bytes: Uint32Array<ArrayBuffer>;
  /** 1 where the data is deflated, 0 where it is as it was read. */
  readonly deflated: Uint8Array<ArrayBuffer>;
  /** CRC-32 of what was read of a slice. */
  readonly sliceCrc?: number;
}

/** `read` is absent for a slice, `deflated` where nothing was to be deflated. */
export interface JobResult {
  readonly read?: ReadFiles;
  readonly deflated?: DeflatedFiles;
}

/** `code` is the system's error code, or `CHANGED`. */
export interface JobFailure {
  readonly failure: {readonly path: string; readonly code: string; readonly message: string};
}

/** So much is read at a time, in bytes. Fixed, because where a file is cut decides the bytes of the zip: they must not depend on the machine. */
export const SLICE_BYTES = 1_048_576;
/** How far back deflate looks (RFC 1951), so what precedes a slice is its dictionary; and a credential may lie across the cut. */
const WINDOW_BYTES = 32_768;

/** Read into again and again: room for a slice, for what precedes it, and for a byte that should not be there. */
let room: Buffer | undefined;
const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Reads, hashes, looks at and deflates files; runs in a worker thread or in the process itself. A whole file comes back deflated or
 * raw, whichever is smaller; the slices of a larger file come back deflated, to be put one after the other. The same Node.js
 * gives the same bytes.
 */
export function runJob(job: Job): JobResult | JobFailure {
  let path = job.paths[0] ?? '';
  try {
    if (job.slice) return {deflated: deflatedSlice(path, job, job.slice)};
    const read = new ReadColumns(job.paths.length, job.isKnown !== true);
    const deflated = job.level === undefined ? undefined : new DeflatedColumns(job.paths.length);
    for (path of job.paths) {
      const content = read.next(path, job.fileBytes[read.count] ?? 0);
      deflated?.next(content, job.level ?? 0);
    }
    return {read: read.result(), ...(deflated && {deflated: deflated.result()})};
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    // Only what the file system says is about the file.
    if (code === undefined || code.startsWith('ERR_')) throw error;
    return {failure: {path, code, message}};
  }
}

class ReadColumns {
  count = 0;
  readonly #inspects: boolean;
  readonly #digests: Uint8Array<ArrayBuffer>;
  readonly #crcs: Uint32Array<ArrayBuffer>;
  readonly #inspections: [number, Inspection][] = [];

  constructor(files: number, inspects: boolean) {
    this.#inspects = inspects;
    this.#digests = new Uint8Array(files * DIGEST_BYTES);
    this.#crcs = new Uint32Array(files);
  }

  /** Reads the next file; gives what was read last, which is all of a file that is no larger than a slice. */
  next(path: string, bytes: number): Buffer {
    const whole = bytes > SLICE_BYTES ? createHash('sha256') : undefined;
    let inspection: Inspection | undefined;
    let data = NOTHING;
    let crc = 0;
    for (let offset = 0; offset === 0 || offset < bytes; offset += SLICE_BYTES) {
      const before = Math.min(offset, WINDOW_BYTES);
      const stretch = readStretch(path, {offset, before, length: Math.min(SLICE_BYTES, bytes - offset), bytes});
      data = stretch.subarray(before);
      whole?.update(data);
      crc = crc32(data, crc);
      if (this.#inspects) inspection = mergeInspections(inspection, inspectContent(stretch, offset - before));
    }
    this.#digests.set(whole?.digest() ?? hash('sha256', data, 'buffer'), this.count * DIGEST_BYTES);
    this.#crcs[this.count] = crc;
    if (inspection) this.#inspections.push([this.count, inspection]);
    this.count += 1;
    return data;
  }

  result(): ReadFiles {
    return {digests: this.#digests, crcs: this.#crcs, inspections: this.#inspections};
  }
}

class DeflatedColumns {
  readonly #pieces: Uint8Array[] = [];
  readonly #bytes: Uint32Array<ArrayBuffer>;
  readonly #deflated: Uint8Array<ArrayBuffer>;

  constructor(files: number) {
    this.#bytes = new Uint32Array(files);
    this.#deflated = new Uint8Array(files);
  }

  next(data: Buffer, level: number): void {
    const index = this.#pieces.length;
    const deflated = level === 0 || data.length === 0 ? undefined : deflate(data, level, constants.Z_FINISH);
    const isSmaller = deflated !== undefined && deflated.length < data.length;
    const piece = isSmaller ? deflated : new Uint8Array(data);
    this.#pieces.push(piece);
    this.#bytes[index] = piece.length;
    this.#deflated[index] = isSmaller ? 1 : 0;
  }

  result(): DeflatedFiles {
    return {output: joined(this.#pieces), bytes: this.#bytes, deflated: this.#deflated};
  }
}

function deflatedSlice(
  path: string,
  {level = 0, fileBytes}: Job,
  {offset, length}: NonNullable<Job['slice']>,
): DeflatedFiles {
  const bytes = fileBytes[0] ?? 0;
  const before = Math.min(offset, WINDOW_BYTES);
  const stretch = readStretch(path, {offset, before, length, bytes});
  const data = stretch.subarray(before);
  const flush = offset + length === bytes ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
  const piece = level === 0 ? data : deflate(data, level, flush, stretch.subarray(0, before));
  return {
    output: new Uint8Array(piece),
    bytes: Uint32Array.of(piece.length),
    deflated: Uint8Array.of(level === 0 ? 0 : 1),
    sliceCrc: crc32(data),
  };
}

function deflate(data: Buffer, level: number, finishFlush: number, dictionary?: Buffer): Buffer {
  return deflateRawSync(data, {
    level,
    finishFlush,
    // The size of the first output buffer only: one allocation, the same bytes.
    chunkSize: data.length + (data.length >> 10) + 64,
    ...(dictionary && dictionary.length > 0 && {dictionary}),
  });
}

interface Stretch {
  readonly offset: number;
  /** How much of what precedes it is wanted as well. */
  readonly before: number;
  readonly length: number;
  /** Size of the file. */
  readonly bytes: number;
}

/** A stretch of a file, after what precedes it. The next call uses the memory again. */
function readStretch(path: string, {offset, before, length, bytes}: Stretch): Buffer {
  room ??= Buffer.allocUnsafeSlow(WINDOW_BYTES + SLICE_BYTES + 1);
  const [start, wanted] = [offset - before, before + length];
  // One byte more than there should be: a file that has grown shows itself without another system call.
  const atMost = offset + length === bytes ? wanted + 1 : wanted;
  const file = openSync(path, 'r');
  try {
    let got = 0;
    do {
      const count = readSync(file, room, got, atMost - got, start + got);
      if (count === 0 && wanted > 0) throw changed(path);
      got += count;
    } while (got < wanted);
    if (got > wanted) throw changed(path);
  } finally {
    closeSync(file);
  }
  return room.subarray(0, wanted);
}

function changed(path: string): Error {
  return Object.assign(new Error(`${path} changed`), {code: 'CHANGED'});
}

/** One buffer of its own, so that a thread can hand it over instead of copying it. */
function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const output = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    output.set(piece, at);
    at += piece.length;
  }
  return output;
}
