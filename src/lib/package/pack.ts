import type {Inspection} from './inspect-content.mjs';
import type {SourceFile} from './source-file.js';
import type {KnownEntry} from './zip-assembly.js';

/** Values of one row of a pack's table, in this order. */
export const PACK_COLUMNS = [
  'bytes',
  'modifiedMs',
  'changedMs',
  'inode',
  'crc',
  'zippedBytes',
  'dataOffset',
  'flags',
] as const;

/** Bits of the column `flags`. */
export const DEFLATED = 1;
export const EXECUTABLE = 2;
export const LINK = 4;

export const DIGEST_BYTES = 32;

export interface PackParts {
  readonly paths: readonly string[];
  /** Row by row. */
  readonly table: Float64Array;
  /** 32 bytes a row. */
  readonly digests: Buffer;
  readonly inspections: ReadonlyMap<number, Inspection>;
  readonly zip: Buffer;
  /** In base64, as recorded: the zip is to be trusted only when it has it. */
  readonly zipSha256: string;
}

/**
 * A zip as an earlier run wrote it, and what is known of the files it was made of. A table rather than objects: with ten thousand
 * files, making the objects takes longer than everything else that is to be done when nothing has changed.
 */
export class Pack {
  /** Rows by zip path, in the order of the zip. */
  readonly rows: ReadonlyMap<string, number>;
  readonly zip: Buffer;
  readonly zipSha256: string;
  readonly inspections: ReadonlyMap<number, Inspection>;
  readonly #table: Float64Array;
  readonly #digests: Buffer;

  constructor({paths, table, digests, inspections, zip, zipSha256}: PackParts) {
    this.rows = new Map(paths.map((zipPath, row) => [zipPath, row]));
    this.#table = table;
    this.#digests = digests;
    this.inspections = inspections;
    this.zip = zip;
    this.zipSha256 = zipSha256;
  }

  bytes(row: number): number {
    return this.#value(row, 0);
  }

  zippedBytes(row: number): number {
    return this.#value(row, 5);
  }

  isLink(row: number): boolean {
    return (this.#value(row, 7) & LINK) !== 0;
  }

  /** SHA-256 of the content, in hex. */
  digest(row: number): string {
    return this.#digests.toString('hex', row * DIGEST_BYTES, (row + 1) * DIGEST_BYTES);
  }

  /** Whether the file is the one of that row by its size and its times, without reading it. A recorded NaN is never equal. */
  isUnchanged(row: number, {bytes, stamp}: SourceFile): boolean {
    return (
      stamp !== undefined &&
      !this.isLink(row) &&
      bytes === this.#value(row, 0) &&
      stamp.modifiedMs === this.#value(row, 1) &&
      stamp.changedMs === this.#value(row, 2) &&
      stamp.inode === this.#value(row, 3)
    );
  }

  /** Whether the file would have the same header as that row, were its content the same. */
  isSameKind(row: number, {mode, link}: SourceFile): boolean {
    const flags = this.#value(row, 7);
    return ((flags & LINK) !== 0) === (link !== undefined) && ((flags & EXECUTABLE) !== 0) === (mode === 0o755);
  }

  entry(row: number): KnownEntry {
    const dataOffset = this.#value(row, 6);
    return {
      crc: this.#value(row, 4),
      deflated: (this.#value(row, 7) & DEFLATED) !== 0,
      data: this.zip.subarray(dataOffset, dataOffset + this.#value(row, 5)),
      digest: this.digest(row),
      inspection: this.inspections.get(row),
    };
  }

  dataOffset(row: number): number {
    return this.#value(row, 6);
  }

  #value(row: number, column: number): number {
    return this.#table[row * PACK_COLUMNS.length + column] ?? Number.NaN;
  }
}
