import {createHash} from 'node:crypto';
import type {Inspection} from './inspect-content.mjs';
import {DEFLATED, DIGEST_BYTES, EXECUTABLE, LINK, PACK_COLUMNS, Pack} from './pack.js';
import type {FileStamp, SourceFile} from './source-file.js';
import type {WrittenEntry} from './zip-assembly.js';

/**
 * The layout, version 1: a header (magic; lengths of index and zip, rows; SHA-256 of index and zip), the index (table, digests,
 * paths and inspections as JSON), the zip. One file, so that it is there whole or not at all.
 */
const MAGIC = 'LRPACK01';
const HEADER_BYTES = 96;
const ROW_BYTES = PACK_COLUMNS.length * 8;
/** The coarsest clock of a file system in use (FAT): a younger file could change again and keep its times. */
const COARSEST_CLOCK_MS = 2000;
const UNTOLD: FileStamp = {modifiedMs: Number.NaN, changedMs: Number.NaN, inode: Number.NaN};

/** What is to be remembered of a zip. */
export interface PackContent {
  readonly files: readonly SourceFile[];
  readonly entries: readonly Omit<WrittenEntry, 'name' | 'offset'>[];
  readonly zip: Uint8Array;
  /** In base64. */
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
  const table = new Float64Array(count * PACK_COLUMNS.length);
  const digests: string[] = [];
  const inspections: [number, Inspection][] = [];
  let at = 0;
  for (const [row, entry] of entries.entries()) {
    const file = files[row];
    if (!file || entry.digest === undefined) return undefined;
    const {modifiedMs, changedMs, inode} = trustedStamp(file.stamp, walkedAtMs);
    table[at++] = entry.bytes;
    table[at++] = modifiedMs;
    table[at++] = changedMs;
    table[at++] = inode;
    table[at++] = entry.crc;
    table[at++] = entry.zippedBytes;
    table[at++] = entry.dataOffset;
    table[at++] = (entry.deflated ? DEFLATED : 0) | (entry.mode === 0o755 ? EXECUTABLE : 0) | (entry.isLink ? LINK : 0);
    digests.push(entry.digest);
    if (entry.inspection) inspections.push([row, entry.inspection]);
  }
  const texts = Buffer.from(JSON.stringify({paths: files.map(({zipPath}) => zipPath), inspections}));
  const index = Buffer.concat([Buffer.from(table.buffer), Buffer.from(digests.join(''), 'hex'), texts]);
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
  const digestsAt = count * ROW_BYTES;
  const textsAt = digestsAt + count * DIGEST_BYTES;
  if (file.length !== HEADER_BYTES + indexBytes + zipBytes || !(textsAt <= indexBytes)) return undefined;
  const index = file.subarray(HEADER_BYTES, HEADER_BYTES + indexBytes);
  if (!sha256(index).equals(file.subarray(32, 64))) return undefined;
  // What it holds was written by encodePack: the digest says so.
  const texts = JSON.parse(index.toString('utf8', textsAt)) as {paths: string[]; inspections: [number, Inspection][]};
  return new Pack({
    paths: texts.paths,
    // A copy begins where doubles may begin.
    table: new Float64Array(Uint8Array.from(index.subarray(0, digestsAt)).buffer),
    digests: index.subarray(digestsAt, textsAt),
    inspections: new Map(texts.inspections),
    zip: file.subarray(HEADER_BYTES + indexBytes),
    zipSha256: file.toString('base64', 64, 96),
  });
}

/** The rule of git's index for racily clean entries: a time that could come again says nothing. */
function trustedStamp(stamp: FileStamp | undefined, walkedAtMs: number): FileStamp {
  const youngest = walkedAtMs - COARSEST_CLOCK_MS;
  return stamp && stamp.modifiedMs < youngest && stamp.changedMs < youngest ? stamp : UNTOLD;
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
