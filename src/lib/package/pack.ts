import type {FileStamp, SourceFile} from './source/source-file.js';
import type {KnownData, KnownStretch} from './zip/assembly.js';
import {DIGEST_BYTES, type ZipEntries} from './zip/entries.js';
import {localHeaderBytes} from './zip/records.js';

/** Bits of a file's kind: what its headers say beside its content. */
export const EXECUTABLE = 1;
export const LINK = 2;

/** Values of a file in the table of stamps, and of a witness in its: the size is a file's alone. */
export const STAMP_COLUMNS = 4;

/** Folders, and files that are left out for what is in them, by path and stamp: while they are the same, so is the list of files. */
export interface Witnesses {
  readonly paths: readonly string[];
  /** Size, time of the content, time of the entry, inode. */
  readonly stamps: Float64Array;
}

/** What was found out of a package beside its zip, and what that hung on. */
export interface KeptFindings<Findings = unknown> {
  readonly key: string;
  readonly value: Findings;
}

export interface PackParts {
  readonly paths: readonly string[];
  readonly stamps: Float64Array;
  readonly kinds: Uint8Array;
  readonly entries: ZipEntries;
  /** Absent when the list of files hangs on more than the folders. */
  readonly witnesses: Witnesses | undefined;
  readonly leftOut: readonly string[];
  readonly findings: KeptFindings | undefined;
  readonly zip: Buffer;
  /** In base64, as recorded: the zip is to be trusted only when it has it. */
  readonly zipSha256: string;
}

/** A zip as an earlier run wrote it, and what is known of the files it was made of: row by row, in the order of the zip. */
export class Pack {
  readonly paths: readonly string[];
  readonly entries: ZipEntries;
  readonly witnesses: Witnesses | undefined;
  readonly leftOut: readonly string[];
  readonly findings: KeptFindings | undefined;
  readonly zip: Buffer;
  readonly zipSha256: string;
  readonly #stamps: Float64Array;
  readonly #kinds: Uint8Array;
  #rows: ReadonlyMap<string, number> | undefined;

  constructor({paths, stamps, kinds, entries, witnesses, leftOut, findings, zip, zipSha256}: PackParts) {
    this.paths = paths;
    this.entries = entries;
    this.witnesses = witnesses;
    this.leftOut = leftOut;
    this.findings = findings;
    this.zip = zip;
    this.zipSha256 = zipSha256;
    this.#stamps = stamps;
    this.#kinds = kinds;
  }

  /** The row of a path; `nearby`, where it is likely to be, is looked at first. */
  rowOf(zipPath: string, nearby: number): number | undefined {
    if (this.paths[nearby] === zipPath) return nearby;
    this.#rows ??= new Map(this.paths.map((name, row) => [name, row]));
    return this.#rows.get(zipPath);
  }

  bytes(row: number): number {
    return this.#stamps[row * STAMP_COLUMNS] ?? Number.NaN;
  }

  isLink(row: number): boolean {
    return ((this.#kinds[row] ?? 0) & LINK) !== 0;
  }

  /** SHA-256 of the content; of a large file that of the digests of its slices. */
  digest(row: number): Buffer {
    return this.entries.digests?.subarray(row * DIGEST_BYTES, (row + 1) * DIGEST_BYTES) ?? Buffer.alloc(0);
  }

  /** Whether the file is the one of that row by its size and its times, without reading it. */
  isUnchanged(row: number, {bytes, stamp}: SourceFile): boolean {
    return stamp !== undefined && !this.isLink(row) && isStampOf(this.#stamps, row, bytes, stamp);
  }

  /** Whether the file would have the same header as that row, were its content the same. */
  isSameKind(row: number, {mode, link}: SourceFile): boolean {
    return this.#kinds[row] === kindOf(mode, link !== undefined);
  }

  dataOf(row: number): KnownData {
    const dataOffset = this.entries.dataOffsets[row] ?? 0;
    return {
      crc: this.entries.crcs[row] ?? 0,
      deflated: this.entries.deflated[row] === 1,
      data: this.zip.subarray(dataOffset, dataOffset + (this.entries.zippedBytes[row] ?? 0)),
      digest: this.digest(row),
      inspection: this.entries.inspections.get(row),
    };
  }

  /** The entries of so many rows as they lie in the zip, headers and all. */
  stretch(firstEntry: number, count: number): KnownStretch {
    const {dataOffsets, zippedBytes} = this.entries;
    const last = firstEntry + count - 1;
    const header = localHeaderBytes(Buffer.byteLength(this.paths[firstEntry] ?? ''), this.bytes(firstEntry));
    const offset = (dataOffsets[firstEntry] ?? 0) - header;
    const bytes = this.zip.subarray(offset, (dataOffsets[last] ?? 0) + (zippedBytes[last] ?? 0));
    return {bytes, offset, firstEntry, count, entries: this.entries};
  }
}

/** The bits of a file's kind. */
export function kindOf(mode: number, isLink: boolean): number {
  return (mode === 0o755 ? EXECUTABLE : 0) | (isLink ? LINK : 0);
}

/** Whether row `row` of a table of stamps is this one. A recorded NaN is never equal. */
export function isStampOf(stamps: Float64Array, row: number, bytes: number, stamp: FileStamp): boolean {
  const at = row * STAMP_COLUMNS;
  return (
    bytes === stamps[at] &&
    stamp.modifiedMs === stamps[at + 1] &&
    stamp.changedMs === stamps[at + 2] &&
    stamp.inode === stamps[at + 3]
  );
}
