import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import type {Pack} from './pack.js';
import {SLICE_BYTES} from './plan-deflate-jobs.js';
import type {SourceFile} from './source-file.js';
import {digestOfSlices, type KnownEntries, type KnownEntry} from './zip-assembly.js';

interface Place {
  readonly pack: Pack;
  readonly row: number;
}

const NOT_KNOWN = -1;

/**
 * Finds the entries that need not be deflated again: in `own`, the last pack of the same folder, by path and stamp without
 * reading the file, or by its content; files that are new there by content in all packs. Only files that some pack knows by
 * name and size are read.
 */
export function recall(files: readonly SourceFile[], own: Pack | undefined, others: readonly Pack[]): Recalled {
  const recalled = new Recalled(files.length, own);
  const contents = new ContentIndex(own ? [own, ...others] : others);
  files.forEach((file, index) => {
    const row = own?.rows.get(file.zipPath);
    const isInPlace = own !== undefined && row === index && own.isSameKind(row, file);
    if (file.link !== undefined) {
      if (isInPlace && own.digest(row) === sha256(Buffer.from(file.link))) recalled.inPlace += 1;
      return;
    }
    if (row !== undefined && own?.isUnchanged(row, file)) {
      recalled.addOwn(index, row);
      if (isInPlace) recalled.inPlace += 1;
      return;
    }
    const isChanged = row !== undefined && own?.bytes(row) !== file.bytes;
    // Another file may have its old content, but hardly ever does: an index of all contents is not worth making for it.
    if (isChanged || (row === undefined && !contents.mayKnow(file))) return;
    const digest = digestOfFile(file);
    recalled.read += 1;
    if (digest === undefined) return;
    if (row !== undefined && own && !own.isLink(row)) {
      if (own.digest(row) !== digest) return;
      recalled.addOwn(index, row);
      if (isInPlace) recalled.inPlace += 1;
      return;
    }
    const place = contents.find(digest, file.bytes);
    if (place) recalled.addPlace(index, place);
  });
  return recalled;
}

/** What earlier packs say of the files of a package. */
export class Recalled implements KnownEntries {
  /** How many files had to be read because their times told nothing. */
  read = 0;
  /** How many files are in the own pack where they are to be in the zip, byte for byte. */
  inPlace = 0;
  size = 0;
  readonly #own: Pack | undefined;
  readonly #ownRows: Int32Array;
  readonly #places = new Map<number, Place>();

  constructor(files: number, own: Pack | undefined) {
    this.#own = own;
    this.#ownRows = new Int32Array(files).fill(NOT_KNOWN);
  }

  /** Whether the zip of the own pack is the zip of these files. */
  get isSame(): boolean {
    return this.#own?.rows.size === this.#ownRows.length && this.inPlace === this.#ownRows.length;
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
    return (this.#ownRows[index] ?? NOT_KNOWN) !== NOT_KNOWN || this.#places.has(index);
  }

  get(index: number): KnownEntry | undefined {
    const row = this.#ownRows[index] ?? NOT_KNOWN;
    if (row !== NOT_KNOWN) return this.#own?.entry(row);
    const place = this.#places.get(index);
    return place?.pack.entry(place.row);
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
      this.#packs.flatMap((pack) => [...pack.rows].map(([name, row]) => nameAndSize(name, pack.bytes(row)))),
    );
    return this.#names.has(nameAndSize(zipPath, bytes));
  }

  find(digest: string, bytes: number): Place | undefined {
    this.#places ??= this.#byDigest();
    const place = this.#places.get(digest);
    return place && place.pack.bytes(place.row) === bytes ? place : undefined;
  }

  #byDigest(): Map<string, Place> {
    const places = new Map<string, Place>();
    for (const pack of this.#packs.toReversed()) {
      for (const row of pack.rows.values()) if (!pack.isLink(row)) places.set(pack.digest(row), {pack, row});
    }
    return places;
  }
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
  return `${zipPath.slice(zipPath.lastIndexOf('/') + 1)}:${bytes}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
