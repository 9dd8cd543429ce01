import {readFileSync} from 'node:fs';
import type {Pack} from './pack.js';
import {sha256} from './sha256.js';
import type {SourceFile} from './source/source-file.js';
import type {KnownData, KnownFiles, KnownStretch} from './zip/assembly.js';
import {SLICE_BYTES} from './zip/plan-deflate-jobs.js';

interface Place {
  readonly pack: Pack;
  readonly row: number;
}

const NOT_KNOWN = -1;

/**
 * Finds the files that need not be deflated again: in `own`, the last pack of the same folder, by path and stamp without
 * reading the file, or by its content; files that are new there by content in all packs. Only files that some pack knows by
 * name and size are read.
 */
export function recall(files: readonly SourceFile[], own: Pack | undefined, others: readonly Pack[]): Recalled {
  const recalled = new Recalled(files, own);
  const contents = new ContentIndex(own ? [own, ...others] : others);
  files.forEach((file, index) => {
    const row = own?.rowOf(file.zipPath, index);
    if (own && row !== undefined && isAsItWas(file, own, row)) {
      recalled.addOwn(index, row);
      return;
    }
    if (file.link !== undefined) return;
    const isChanged = row !== undefined && own?.bytes(row) !== file.bytes;
    // Another file may have its old content, but hardly ever does: an index of all contents is not worth making for it.
    if (isChanged || (row === undefined && !contents.mayKnow(file))) return;
    const digest = digestOfFile(file);
    recalled.read += 1;
    if (digest === undefined) return;
    if (own && row !== undefined && !own.isLink(row)) {
      if (own.digest(row).equals(digest)) recalled.addOwn(index, row);
      return;
    }
    const place = contents.find(digest, file.bytes);
    if (place) recalled.addPlace(index, place);
  });
  return recalled;
}

function isAsItWas(file: SourceFile, own: Pack, row: number): boolean {
  if (file.link === undefined) return own.isUnchanged(row, file);
  return own.isLink(row) && own.digest(row).equals(sha256(file.link));
}

/** What earlier packs say of the files of a package. */
export class Recalled implements KnownFiles {
  /** How many files had to be read because their times told nothing. */
  read = 0;
  size = 0;
  readonly #files: readonly SourceFile[];
  readonly #own: Pack | undefined;
  readonly #ownRows: Int32Array;
  readonly #places = new Map<number, Place>();

  constructor(files: readonly SourceFile[], own: Pack | undefined) {
    this.#files = files;
    this.#own = own;
    this.#ownRows = new Int32Array(files.length).fill(NOT_KNOWN);
  }

  /** Whether the zip of the own pack is the zip of these files. */
  get isSame(): boolean {
    const count = this.#files.length;
    return this.#own?.paths.length === count && this.stretchFrom(0, count)?.count === count;
  }

  addOwn(index: number, row: number): void {
    this.#ownRows[index] = row;
    this.size += 1;
  }

  addPlace(index: number, place: Place): void {
    this.#places.set(index, place);
    this.size += 1;
  }

  has(index: number): boolean {
    return this.#ownRow(index) !== NOT_KNOWN || this.#places.has(index);
  }

  dataOf(index: number): KnownData | undefined {
    const row = this.#ownRow(index);
    if (row !== NOT_KNOWN) return this.#own?.dataOf(row);
    const place = this.#places.get(index);
    return place?.pack.dataOf(place.row);
  }

  stretchFrom(index: number, end: number): KnownStretch | undefined {
    const first = this.#ownRow(index);
    let count = 0;
    while (index + count < end && this.#isInPlace(index + count, first + count)) count += 1;
    return count > 0 ? this.#own?.stretch(first, count) : undefined;
  }

  /** Whether a file is that row of the own pack, and would have the same header. */
  #isInPlace(index: number, row: number): boolean {
    const file = this.#files[index];
    return file !== undefined && this.#ownRow(index) === row && this.#own?.isSameKind(row, file) === true;
  }

  #ownRow(index: number): number {
    return this.#ownRows[index] ?? NOT_KNOWN;
  }
}

/** Packs by content. What a file is called and how large it is tells whether looking for its content is worth reading it. */
class ContentIndex {
  readonly #packs: readonly Pack[];
  #names: Set<string> | undefined;
  #places: Map<string, Place> | undefined;

  constructor(packs: readonly Pack[]) {
    this.#packs = packs;
  }

  mayKnow({zipPath, bytes}: SourceFile): boolean {
    this.#names ??= new Set(
      this.#packs.flatMap((pack) => pack.paths.map((name, row) => nameAndSize(name, pack.bytes(row)))),
    );
    return this.#names.has(nameAndSize(zipPath, bytes));
  }

  find(digest: Buffer, bytes: number): Place | undefined {
    this.#places ??= this.#byDigest();
    const place = this.#places.get(digest.toString('latin1'));
    return place && place.pack.bytes(place.row) === bytes ? place : undefined;
  }

  #byDigest(): Map<string, Place> {
    const places = new Map<string, Place>();
    for (const pack of this.#packs.toReversed()) {
      for (const row of pack.paths.keys()) {
        if (!pack.isLink(row)) places.set(pack.digest(row).toString('latin1'), {pack, row});
      }
    }
    return places;
  }
}

/** What the content of a file is known by, as in ZipEntries: its SHA-256, of a large file that of the digests of its slices. */
function digestOfFile({absolutePath, bytes}: SourceFile): Buffer | undefined {
  let content: Buffer;
  try {
    content = readFileSync(absolutePath);
  } catch {
    // The writer reads it again, and is the one to say what is wrong with it.
    return undefined;
  }
  if (content.length !== bytes) return undefined;
  if (bytes <= SLICE_BYTES) return sha256(content);
  const digests: Buffer[] = [];
  for (let at = 0; at < bytes; at += SLICE_BYTES) digests.push(sha256(content.subarray(at, at + SLICE_BYTES)));
  return sha256(Buffer.concat(digests));
}

function nameAndSize(zipPath: string, bytes: number): string {
  return `${zipPath.slice(zipPath.lastIndexOf('/') + 1)}:${bytes}`;
}
