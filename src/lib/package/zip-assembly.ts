import {readFileSync} from 'node:fs';
import {crc32} from 'node:zlib';
import {crc32Combine} from './crc32-combine.js';
import type {DeflatedPart} from './deflate-job.mjs';
import type {PlannedSlice} from './plan-deflate-jobs.js';
import {changedWhilePackaging, unreadable} from './source-error.js';
import type {SourceFile} from './source-file.js';
import {endRecords, localHeaderBytes, writeCentralHeader, writeLocalHeader, type ZipEntry} from './zip-records.js';

/** Puts a zip together, slice by slice in the order of the files, in one buffer that is never larger than the stored files. */
export class ZipAssembly {
  readonly #files: readonly SourceFile[];
  readonly #entries: ZipEntry[] = [];
  readonly #buffer: Buffer;
  #at = 0;
  #entryStart = 0;
  #dataStart = 0;
  #crc = 0;
  #outgrown = false;

  constructor(files: readonly SourceFile[]) {
    this.#files = files;
    // The zip is smaller than this: pages that are never written to take no memory.
    this.#buffer = Buffer.allocUnsafeSlow(storedBytes(files));
  }

  /** Adds what became of a slice; the slices come in the order they were planned. */
  add(slice: PlannedSlice, part: DeflatedPart, data: Uint8Array): void {
    const file = this.#files[slice.fileIndex];
    if (!file) throw new RangeError(`There is no file ${slice.fileIndex}.`);
    if (slice.offset === 0) this.#open(file);
    this.#crc = slice.offset === 0 ? part.crc : crc32Combine(this.#crc, part.crc, slice.length);
    this.#outgrown ||= this.#at + data.length - this.#dataStart > file.bytes;
    if (!this.#outgrown) {
      this.#buffer.set(data, this.#at);
      this.#at += data.length;
    }
    if (slice.offset + slice.length === file.bytes) this.#close(file, part.deflated);
  }

  /** Writes the central directory. The entries come back in the order of the files. */
  finish(): {readonly zip: Uint8Array; readonly entries: readonly ZipEntry[]} {
    const centralOffset = this.#at;
    for (const entry of this.#entries) this.#at += writeCentralHeader(this.#buffer, this.#at, entry);
    this.#at += this.#put(endRecords(this.#entries.length, centralOffset, this.#at - centralOffset), this.#at);
    return {zip: this.#buffer.subarray(0, this.#at), entries: this.#entries};
  }

  #open(file: SourceFile): void {
    this.#entryStart = this.#at;
    this.#at += localHeaderBytes(Buffer.byteLength(file.zipPath), file.bytes);
    this.#dataStart = this.#at;
    this.#outgrown = false;
  }

  #close(file: SourceFile, deflated: boolean): void {
    const isDeflated = deflated && !this.#outgrown && this.#at - this.#dataStart < file.bytes;
    if (deflated && !isDeflated) this.#storeRaw(file);
    const entry: ZipEntry = {
      name: Buffer.from(file.zipPath),
      mode: file.mode,
      crc: this.#crc,
      deflated: isDeflated,
      zippedBytes: this.#at - this.#dataStart,
      bytes: file.bytes,
      offset: this.#entryStart,
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

  #put(bytes: Buffer, at: number): number {
    this.#buffer.set(bytes, at);
    return bytes.length;
  }
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
