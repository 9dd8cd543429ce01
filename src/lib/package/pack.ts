import {createHash} from 'node:crypto';
import type {Inspection} from './inspect-content.mjs';
import type {FileStamp, SourceFile} from './source-file.js';
import type {WrittenEntry} from './zip-assembly.js';

/** A zip as an earlier run wrote it, and what is known of the files it was made of. */
export interface Pack {
  /** Rows by zip path, in the order of the zip. */
  readonly rows: ReadonlyMap<string, number>;
  readonly zip: Buffer;
  /** SHA-256 of the zip in base64, as recorded: `zip` is to be trusted only when it has it. */
  readonly zipSha256: string;
  readonly inspections: ReadonlyMap<number, Inspection>;
  row(index: number): PackRow;
  /** Digest of a content, in hex. */
  digest(index: number): string;
}

/** What is known of one file. `stamp` is not a number anywhere when the file was too young to be told by it. */
export interface PackRow {
  readonly bytes: number;
  readonly stamp: FileStamp;
  readonly crc: number;
  readonly zippedBytes: number;
  readonly dataOffset: number;
  readonly isExecutable: boolean;
  readonly isDeflated: boolean;
  readonly isLink: boolean;
}

/**
 * The layout, version 1: a header (magic, lengths of index and zip, SHA-256 of each), the index (columns of doubles, digests,
 * paths and inspections as JSON), the zip. One file, so that it is there whole or not at all.
 */
const MAGIC = 'LRPACK01';
const HEADER_BYTES = 96;
const COLUMNS = 8;
const DIGEST_BYTES = 32;
const DEFLATED = 1;
const EXECUTABLE = 2;
const LINK = 4;
/** The coarsest clock of a file system in use (FAT): a younger file could change again and keep its times. */
const COARSEST_CLOCK_MS = 2000;

/** What is to be remembered of a zip. */
export interface PackContent {
  readonly files: readonly SourceFile[];
  readonly entries: readonly WrittenEntry[];
  readonly zip: Uint8Array;
  readonly zipSha256: string;
  /** When the walk began, in milliseconds since 1970. */
  readonly walkedAtMs: number;
}

/** A pack as the pieces of its file. `undefined` when the digest of a content is missing. */
export function encodePack({
  files,
  entries,
  zip,
  zipSha256,
  walkedAtMs,
}: PackContent): readonly Uint8Array[] | undefined {
  const count = entries.length;
  const columns = new Float64Array(count * COLUMNS);
  const digests = Buffer.alloc(count * DIGEST_BYTES);
  const inspections: [number, Inspection][] = [];
  for (const [index, entry] of entries.entries()) {
    const file = files[index];
    if (!file || entry.digest === undefined) return undefined;
    const stamp = trustedStamp(file.stamp, walkedAtMs);
    const flags = (entry.deflated ? DEFLATED : 0) | (entry.mode === 0o755 ? EXECUTABLE : 0) | (entry.isLink ? LINK : 0);
    const {bytes, crc, zippedBytes, dataOffset} = entry;
    const {modifiedMs, changedMs, inode} = stamp;
    columns.set([bytes, modifiedMs, changedMs, inode, crc, zippedBytes, dataOffset, flags], index * COLUMNS);
    digests.write(entry.digest, index * DIGEST_BYTES, 'hex');
    if (entry.inspection) inspections.push([index, entry.inspection]);
  }
  const texts = Buffer.from(JSON.stringify({paths: files.map(({zipPath}) => zipPath), inspections}));
  const index = Buffer.concat([Buffer.from(columns.buffer), digests, texts]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 0, 'latin1');
  header.writeDoubleLE(index.length, 8);
  header.writeDoubleLE(zip.length, 16);
  header.writeDoubleLE(count, 24);
  header.set(sha256(index), 32);
  header.write(zipSha256, 64, 'base64');
  return [header, index, zip];
}

/** Reads a pack; `undefined` when this is none, or its index is damaged. The zip itself is not checked here. */
export function decodePack(file: Buffer): Pack | undefined {
  if (file.length < HEADER_BYTES || file.toString('latin1', 0, 8) !== MAGIC) return undefined;
  const [indexBytes, zipBytes, count] = [file.readDoubleLE(8), file.readDoubleLE(16), file.readDoubleLE(24)];
  const index = file.subarray(HEADER_BYTES, HEADER_BYTES + indexBytes);
  const textsAt = count * (COLUMNS * 8 + DIGEST_BYTES);
  if (file.length !== HEADER_BYTES + indexBytes + zipBytes || !(textsAt <= indexBytes)) return undefined;
  if (!sha256(index).equals(file.subarray(32, 64))) return undefined;
  // A copy begins where doubles may begin.
  const columns = new Float64Array(Uint8Array.from(index.subarray(0, count * COLUMNS * 8)).buffer);
  const digestsAt = count * COLUMNS * 8;
  // What it holds was written by encodePack: the digest above says so.
  const texts = JSON.parse(index.toString('utf8', textsAt)) as {paths: string[]; inspections: [number, Inspection][]};
  return {
    rows: new Map(texts.paths.map((zipPath, row) => [zipPath, row])),
    zip: file.subarray(HEADER_BYTES + indexBytes),
    zipSha256: file.toString('base64', 64, 96),
    inspections: new Map(texts.inspections),
    row(at) {
      const column = (offset: number) => columns[at * COLUMNS + offset] ?? Number.NaN;
      const flags = column(7);
      return {
        bytes: column(0),
        stamp: {modifiedMs: column(1), changedMs: column(2), inode: column(3)},
        crc: column(4),
        zippedBytes: column(5),
        dataOffset: column(6),
        isDeflated: (flags & DEFLATED) !== 0,
        isExecutable: (flags & EXECUTABLE) !== 0,
        isLink: (flags & LINK) !== 0,
      };
    },
    digest(at) {
      return index.toString('hex', digestsAt + at * DIGEST_BYTES, digestsAt + (at + 1) * DIGEST_BYTES);
    },
  };
}

/** The rule of git's index for racily clean entries: a time that could come again says nothing. */
function trustedStamp(stamp: FileStamp | undefined, walkedAtMs: number): FileStamp {
  const youngest = walkedAtMs - COARSEST_CLOCK_MS;
  if (stamp && stamp.modifiedMs < youngest && stamp.changedMs < youngest) return stamp;
  return {modifiedMs: Number.NaN, changedMs: Number.NaN, inode: Number.NaN};
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
