import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {crc32} from 'node:zlib';
import {crc32Combine} from './crc32-combine.js';
import type {DeflatedPart} from './deflate-job.mjs';
import type {Inspection} from './inspect-content.mjs';
import type {PlannedSlice} from './plan-deflate-jobs.js';
import {changedWhilePackaging, unreadable} from './source-error.js';
import type {SourceFile} from './source-file.js';
import {endRecords, localHeaderBytes, writeCentralHeader, writeLocalHeader, type ZipEntry} from './zip-records.js';

/** The data of an entry that is there already, from an earlier run. */
export interface KnownEntry {
  readonly crc: number;
  readonly deflated: boolean;
  readonly data: Uint8Array;
  readonly digest: string;
  readonly inspection?: Inspection | undefined;
}

/** Entries that are there already, by the index of their file. */
export interface KnownEntries {
  readonly size: number;
  has(index: number): boolean;
  get(index: number): KnownEntry | undefined;
}

/** An entry as it is in the zip, with what was learned of its content on the way. */
export interface WrittenEntry extends ZipEntry {
  readonly dataOffset: number;
  readonly digest?: string | undefined;
  readonly inspection?: Inspection | undefined;
}

/** Puts a zip together, slice by slice in the order of the files, in one buffer that is never larger than the stored files. */
export class ZipAssembly {
  readonly #files: readonly SourceFile[];
  readonly #known: KnownEntries;
  readonly #entries: WrittenEntry[] = [];
  readonly #buffer: Buffer;
  #at = 0;
  #entryStart = 0;
  #dataStart = 0;
  #crc = 0;
  #outgrown = false;
  #digests: string[] = [];
  #inspection: Inspection | undefined;

  /** `known` holds, by index, the files that no slice comes for. Links need neither. */
  constructor(files: readonly SourceFile[], known: KnownEntries) {
    this.#files = files;
    this.#known = known;
    // The zip is smaller than this: pages that are never written to take no memory.
    this.#buffer = Buffer.allocUnsafeSlow(storedBytes(files));
  }

  /** Adds what became of a slice; the slices come in the order they were planned. */
  add(slice: PlannedSlice, part: DeflatedPart, data: Uint8Array): void {
    if (slice.offset === 0) this.#addKnownBefore(slice.fileIndex);
    const file = this.#files[slice.fileIndex];
    if (!file) throw new RangeError(`There is no file ${slice.fileIndex}.`);
    if (slice.offset === 0) this.#open(file);
    this.#crc = slice.offset === 0 ? part.crc : crc32Combine(this.#crc, part.crc, slice.length);
    this.#outgrown ||= this.#at + data.length - this.#dataStart > file.bytes;
    if (part.digest !== undefined) this.#digests.push(part.digest);
    this.#inspection = mergeInspections(this.#inspection, part.inspection);
    if (!this.#outgrown) this.#at += this.#put(data, this.#at);
    if (slice.offset + slice.length === file.bytes) this.#close(file, part.deflated);
  }

  /** Writes the central directory. The entries come back in the order of the files. */
  finish(): {readonly zip: Uint8Array; readonly entries: readonly WrittenEntry[]} {
    this.#addKnownBefore(this.#files.length);
    const centralOffset = this.#at;
    for (const entry of this.#entries) this.#at += writeCentralHeader(this.#buffer, this.#at, entry);
    this.#at += this.#put(endRecords(this.#entries.length, centralOffset, this.#at - centralOffset), this.#at);
    return {zip: this.#buffer.subarray(0, this.#at), entries: this.#entries};
  }

  #addKnownBefore(fileIndex: number): void {
    for (let index = this.#entries.length; index < fileIndex; index += 1) {
      const file = this.#files[index];
      const known = file?.link === undefined ? this.#known.get(index) : linkEntry(file.link);
      if (!file || !known) throw new RangeError(`File ${index} is neither known nor deflated.`);
      this.#open(file);
      this.#at += this.#put(known.data, this.#at);
      this.#record(file, known);
    }
  }

  #open(file: SourceFile): void {
    this.#entryStart = this.#at;
    this.#at += localHeaderBytes(Buffer.byteLength(file.zipPath), file.bytes);
    this.#dataStart = this.#at;
    this.#outgrown = false;
    this.#digests = [];
    this.#inspection = undefined;
  }

  #close(file: SourceFile, deflated: boolean): void {
    const isDeflated = deflated && !this.#outgrown && this.#at - this.#dataStart < file.bytes;
    if (deflated && !isDeflated) this.#storeRaw(file);
    const digest = digestOfSlices(this.#digests);
    this.#record(file, {crc: this.#crc, deflated: isDeflated, digest, inspection: this.#inspection});
  }

  #record(file: SourceFile, {crc, deflated, digest, inspection}: WrittenFacts): void {
    const entry: WrittenEntry = {
      name: Buffer.from(file.zipPath),
      mode: file.mode,
      isLink: file.link !== undefined,
      crc,
      deflated,
      zippedBytes: this.#at - this.#dataStart,
      bytes: file.bytes,
      offset: this.#entryStart,
      dataOffset: this.#dataStart,
      digest,
      inspection,
    };
    writeLocalHeader(this.#buffer, this.#entryStart, entry);
    this.#entries.push(entry);
  }

  /** A file in several slices that deflate made no smaller: the slices are dropped and the file itself takes their place. */
  #storeRaw(file: SourceFile): void {
    let content: Buffer;
    try {
      content = readFileSync(file.absolutePath);
    } catch (error) {
      throw unreadable(file.absolutePath, error);
    }
    if (content.length !== file.bytes || crc32(content) !== this.#crc) throw changedWhilePackaging(file.absolutePath);
    this.#at = this.#dataStart + this.#put(content, this.#dataStart);
  }

  #put(bytes: Uint8Array, at: number): number {
    this.#buffer.set(bytes, at);
    return bytes.length;
  }
}

interface WrittenFacts {
  readonly crc: number;
  readonly deflated: boolean;
  readonly digest: string | undefined;
  readonly inspection?: Inspection | undefined;
}

/** The digest a content is known by: that of its only slice, or of the digests of its slices. In hex. */
export function digestOfSlices(digests: readonly string[]): string | undefined {
  return digests.length < 2 ? digests[0] : createHash('sha256').update(digests.join('')).digest('hex');
}

function linkEntry(text: string): KnownEntry {
  const data = Buffer.from(text);
  return {crc: crc32(data), deflated: false, data, digest: createHash('sha256').update(data).digest('hex')};
}

function mergeInspections(first: Inspection | undefined, second: Inspection | undefined): Inspection | undefined {
  if (!first?.secrets || !second?.secrets) return second ? {...first, ...second} : first;
  const places = new Set(first.secrets.map(({kind, at}) => `${kind} ${at}`));
  return {
    ...first,
    secrets: [...first.secrets, ...second.secrets.filter(({kind, at}) => !places.has(`${kind} ${at}`))],
  };
}

/** Size of the zip with every file stored: an upper bound, because a deflated entry is kept only when it is smaller. */
function storedBytes(files: readonly SourceFile[]): number {
  const END_BYTES = 98;
  const CENTRAL_BYTES = 74;
  return files.reduce((sum, {zipPath, bytes}) => {
    const nameBytes = Buffer.byteLength(zipPath);
    return sum + localHeaderBytes(nameBytes, bytes) + bytes + CENTRAL_BYTES + nameBytes;
  }, END_BYTES);
}
