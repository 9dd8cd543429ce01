import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {Pack, PackRow} from './pack.js';
import {SLICE_BYTES} from './plan-deflate-jobs.js';
import type {SourceFile} from './source-file.js';
import {digestOfSlices, type KnownEntry, type WrittenEntry} from './zip-assembly.js';
import {localHeaderBytes} from './zip-records.js';

/** What earlier packs say of the files of a package. */
export interface Recalled {
  /** By the index of the file. */
  readonly known: ReadonlyMap<number, KnownEntry>;
  /** Whether the zip of the first pack is the zip of these files, byte for byte. */
  readonly isSame: boolean;
  /** How many files had to be read because their times told nothing. */
  readonly read: number;
}

/**
 * Finds the entries that need not be deflated again: in `own`, the last pack of the same folder, by path and stamp without
 * reading the file; otherwise by content, in it and in `others`. Only files that some pack knows by name and size are read.
 */
export function recall(files: readonly SourceFile[], own: Pack | undefined, others: readonly Pack[]): Recalled {
  const known = new Map<number, KnownEntry>();
  const contents = new ContentIndex(own ? [own, ...others] : others);
  let inPlace = 0;
  let read = 0;
  files.forEach((file, index) => {
    const rowIndex = own?.rows.get(file.zipPath);
    const row = rowIndex === undefined ? undefined : own?.row(rowIndex);
    const atSamePlace = rowIndex === index && row && isSameKind(file, row);
    if (file.link !== undefined) {
      if (atSamePlace && own?.digest(index) === sha256(Buffer.from(file.link))) inPlace += 1;
      return;
    }
    if (own && row && rowIndex !== undefined && isUnchanged(file, row)) {
      known.set(index, toKnown(own, rowIndex, row));
      if (atSamePlace) inPlace += 1;
      return;
    }
    if (!contents.mayKnow(file)) return;
    const digest = digestOfFile(file);
    read += 1;
    const found = digest === undefined ? undefined : contents.find(digest, file.bytes);
    if (!found) return;
    known.set(index, found);
    if (atSamePlace && own?.digest(index) === digest) inPlace += 1;
  });
  return {known, read, isSame: own !== undefined && inPlace === files.length && own.rows.size === files.length};
}

/** Packs by content. What a file is called and how large it is tells whether looking for its content is worth reading it. */
class ContentIndex {
  readonly #packs: readonly Pack[];
  #names: Set<string> | undefined;
  #places: Map<string, {readonly pack: Pack; readonly index: number}> | undefined;

  constructor(packs: readonly Pack[]) {
    this.#packs = packs;
  }

  mayKnow({zipPath, bytes}: SourceFile): boolean {
    this.#names ??= new Set(
      this.#packs.flatMap((pack) => [...pack.rows].map(([name, index]) => nameAndSize(name, pack.row(index).bytes))),
    );
    return this.#names.has(nameAndSize(zipPath, bytes));
  }

  find(digest: string, bytes: number): KnownEntry | undefined {
    this.#places ??= this.#byDigest();
    const place = this.#places.get(digest);
    if (!place) return undefined;
    const row = place.pack.row(place.index);
    return row.bytes === bytes ? toKnown(place.pack, place.index, row) : undefined;
  }

  #byDigest(): Map<string, {readonly pack: Pack; readonly index: number}> {
    const places = new Map<string, {readonly pack: Pack; readonly index: number}>();
    for (const pack of this.#packs.toReversed()) {
      for (const index of pack.rows.values()) {
        const row = pack.row(index);
        if (!row.isLink) places.set(pack.digest(index), {pack, index});
      }
    }
    return places;
  }
}

function isUnchanged({bytes, stamp}: SourceFile, row: PackRow): boolean {
  return (
    !row.isLink &&
    bytes === row.bytes &&
    stamp?.modifiedMs === row.stamp.modifiedMs &&
    stamp.changedMs === row.stamp.changedMs &&
    stamp.inode === row.stamp.inode
  );
}

function isSameKind({mode, link}: SourceFile, {isExecutable, isLink}: PackRow): boolean {
  return isLink === (link !== undefined) && isExecutable === (mode === 0o755);
}

/** The entries of a pack's zip for files it is the zip of. */
export function entriesOf(files: readonly SourceFile[], pack: Pack): readonly WrittenEntry[] {
  return files.map((file, index) => {
    const row = pack.row(index);
    const name = Buffer.from(file.zipPath);
    return {
      name,
      mode: file.mode,
      isLink: row.isLink,
      crc: row.crc,
      deflated: row.isDeflated,
      zippedBytes: row.zippedBytes,
      bytes: row.bytes,
      offset: row.dataOffset - localHeaderBytes(name.length, row.bytes),
      dataOffset: row.dataOffset,
      digest: pack.digest(index),
      inspection: pack.inspections.get(index),
    };
  });
}

function toKnown(pack: Pack, index: number, row: PackRow): KnownEntry {
  return {
    crc: row.crc,
    deflated: row.isDeflated,
    data: pack.zip.subarray(row.dataOffset, row.dataOffset + row.zippedBytes),
    digest: pack.digest(index),
    inspection: pack.inspections.get(index),
  };
}

function digestOfFile({absolutePath, bytes}: SourceFile): string | undefined {
  let content: Buffer;
  try {
    content = readFileSync(absolutePath);
  } catch {
    // The writer reads it again, and is the one to say what is wrong with it.
    return undefined;
  }
  if (content.length !== bytes) return undefined;
  const digests: string[] = [];
  for (let at = 0; at === 0 || at < bytes; at += SLICE_BYTES)
    digests.push(sha256(content.subarray(at, at + SLICE_BYTES)));
  return digestOfSlices(digests);
}

function nameAndSize(zipPath: string, bytes: number): string {
  return `${path.posix.basename(zipPath)}:${bytes}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
