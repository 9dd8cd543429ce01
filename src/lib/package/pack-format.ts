import type {Inspection} from './inspect/inspect-content.mjs';
import {type KeptFindings, kindOf, Pack, STAMP_COLUMNS, type Witnesses} from './pack.js';
import {sha256} from './sha256.js';
import type {FileStamp, SourceFile, StampedPath} from './source/source-file.js';
import {DIGEST_BYTES, ZipEntries} from './zip/entries.js';

/**
 * The layout, version 2: a header (magic; lengths of index and zip; SHA-256 of index and zip), the index (numbers of files and
 * witnesses, then column by column what is known of them, then texts as JSON), the zip. One file, so that it is there whole or not at all.
 */
const MAGIC = 'LRPACK02';
export const HEADER_BYTES = 88;
const COUNTS_BYTES = 16;
const DOUBLE_BYTES = 8;
/** The coarsest clock of a file system in use (FAT): a younger file could change again and keep its times. */
const COARSEST_CLOCK_MS = 2000;
const UNTOLD: FileStamp = {modifiedMs: Number.NaN, changedMs: Number.NaN, inode: Number.NaN};

/** What is to be remembered of a zip. */
export interface PackContent {
  readonly files: readonly SourceFile[];
  readonly witnesses: Witnesses | undefined;
  readonly leftOut: readonly string[];
  readonly findings: KeptFindings | undefined;
  readonly entries: ZipEntries;
  readonly zip: Uint8Array;
  /** In base64. */
  readonly zipSha256: string;
  /** When the walk began, in milliseconds since 1970. */
  readonly walkedAtMs: number;
}

interface Texts {
  readonly paths: readonly string[];
  readonly witnesses?: readonly string[] | undefined;
  readonly leftOut: readonly string[];
  readonly findings?: KeptFindings | undefined;
  readonly inspections: [number, Inspection][];
}

/** What a walk that began at that time, in milliseconds since 1970, found, without the times that say nothing. */
export function toWitnesses(stamped: readonly StampedPath[] | undefined, walkedAtMs = 0): Witnesses | undefined {
  return stamped && {paths: stamped.map(({zipPath}) => zipPath), stamps: stampsOf(stamped, walkedAtMs)};
}

/** Lengths of the index and the zip, as the header says. */
export interface PackHeader {
  readonly indexBytes: number;
  readonly zipBytes: number;
}

/** A pack as the pieces of its file. `undefined` when the digests of the contents are missing. */
export function encodePack(content: PackContent): readonly Uint8Array[] | undefined {
  const {files, witnesses, leftOut, findings, entries, zip, zipSha256, walkedAtMs} = content;
  if (!entries.digests) return undefined;
  const texts: Texts = {
    paths: files.map(({zipPath}) => zipPath),
    witnesses: witnesses?.paths,
    leftOut,
    findings,
    inspections: [...entries.inspections],
  };
  const index = Buffer.concat([
    bytesOf(Float64Array.of(files.length, witnesses?.paths.length ?? 0)),
    bytesOf(stampsOf(files, walkedAtMs)),
    bytesOf(witnesses?.stamps ?? new Float64Array(0)),
    bytesOf(entries.zippedBytes),
    bytesOf(entries.dataOffsets),
    bytesOf(entries.crcs),
    entries.deflated,
    Uint8Array.from(files, ({mode, link}) => kindOf(mode, link !== undefined)),
    entries.digests,
    Buffer.from(JSON.stringify(texts)),
  ]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 0, 'latin1');
  header.writeDoubleLE(index.length, 8);
  header.writeDoubleLE(zip.length, 16);
  header.set(sha256(index), 24);
  header.write(zipSha256, 56, 'base64');
  return [header, index, zip];
}

/** The lengths in a pack's header; `undefined` when it is none. */
export function decodeHeader(header: Buffer): PackHeader | undefined {
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 8) !== MAGIC) return undefined;
  return {indexBytes: header.readDoubleLE(8), zipBytes: header.readDoubleLE(16)};
}

/**
 * A pack from its header and its index, which begins where doubles may begin; `undefined` when the index is damaged. The zip is not
 * looked at.
 */
export function decodePack(header: Buffer, index: Buffer, zip: Buffer): Pack | undefined {
  if (index.length < COUNTS_BYTES || !sha256(index).equals(header.subarray(24, 56))) return undefined;
  // What follows was written by encodePack: the digest says so.
  const [count = 0, witnessCount = 0] = new Float64Array(index.buffer, index.byteOffset, 2);
  let at = index.byteOffset + COUNTS_BYTES;
  const doubles = (length: number) => {
    const column = new Float64Array(index.buffer, at, length);
    at += length * DOUBLE_BYTES;
    return column;
  };
  const bytes = (length: number) => {
    const column = new Uint8Array(index.buffer, at, length);
    at += length;
    return column;
  };
  const stamps = doubles(count * STAMP_COLUMNS);
  const witnessStamps = doubles(witnessCount * STAMP_COLUMNS);
  const entries = new ZipEntries(count, true);
  entries.zippedBytes.set(doubles(count));
  entries.dataOffsets.set(doubles(count));
  entries.crcs.set(new Uint32Array(index.buffer, at, count));
  at += count * entries.crcs.BYTES_PER_ELEMENT;
  entries.deflated.set(bytes(count));
  const kinds = bytes(count);
  entries.digests?.set(bytes(count * DIGEST_BYTES));
  const texts = JSON.parse(index.toString('utf8', at - index.byteOffset)) as Texts;
  for (const [row, inspection] of texts.inspections) entries.inspections.set(row, inspection);
  const witnesses: Witnesses | undefined = texts.witnesses && {paths: texts.witnesses, stamps: witnessStamps};
  const {paths, leftOut, findings} = texts;
  const zipSha256 = header.toString('base64', 56, HEADER_BYTES);
  return new Pack({paths, stamps, kinds, entries, witnesses, leftOut, findings, zip, zipSha256});
}

function stampsOf(stamped: readonly Pick<StampedPath, 'bytes' | 'stamp'>[], walkedAtMs: number): Float64Array {
  const table = new Float64Array(stamped.length * STAMP_COLUMNS);
  stamped.forEach(({bytes, stamp}, row) => {
    const {modifiedMs, changedMs, inode} = trustedStamp(stamp, walkedAtMs);
    const at = row * STAMP_COLUMNS;
    table[at] = bytes;
    table[at + 1] = modifiedMs;
    table[at + 2] = changedMs;
    table[at + 3] = inode;
  });
  return table;
}

/** The rule of git's index for racily clean entries: a time that could come again says nothing. */
function trustedStamp(stamp: FileStamp | undefined, walkedAtMs: number): FileStamp {
  const youngest = walkedAtMs - COARSEST_CLOCK_MS;
  return stamp && stamp.modifiedMs < youngest && stamp.changedMs < youngest ? stamp : UNTOLD;
}

function bytesOf({buffer, byteOffset, byteLength}: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
