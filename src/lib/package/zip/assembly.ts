import {createHash} from 'node:crypto';
import {crc32} from 'node:zlib';
import {changedWhilePackaging} from '../source/source-error.js';
import type {SourceFile} from '../source/source-file.js';
import {ZipEntries} from './entries.js';
import type {DeflatedFiles, JobResult} from './job.js';
import type {PlannedJob} from './plan-jobs.js';
import {endRecords, localHeaderBytes, writeCentralHeader, writeLocalHeader} from './records.js';
import {SlicedFile} from './sliced-file.js';

export interface AssembledZip {
  readonly zip: Uint8Array;
  /** SHA-256 of the zip in base64. */
  readonly zipSha256: string;
  readonly entries: ZipEntries;
}

/** So much is hashed at a time, in bytes: while the threads deflate there is time for it. */
const HASHED_BYTES = 1_048_576;

/** Puts a zip together, job by job in the order of the files, in one buffer that is never larger than the stored files. */
export class ZipAssembly {
  readonly #files: readonly SourceFile[];
  readonly #entries: ZipEntries;
  readonly #nameBytes: Uint32Array;
  readonly #buffer: Buffer;
  readonly #hash = createHash('sha256');
  #hashedBytes = 0;
  #at = 0;
  /** The file whose entry comes next. */
  #next = 0;
  #sliced: SlicedFile | undefined;

  constructor(files: readonly SourceFile[]) {
    this.#files = files;
    this.#entries = new ZipEntries(files.length);
    this.#nameBytes = new Uint32Array(files.length);
    files.forEach(({zipPath}, index) => {
      this.#nameBytes[index] = Buffer.byteLength(zipPath);
    });
    // The zip is smaller than this: pages that are never written to take no memory.
    this.#buffer = Buffer.allocUnsafeSlow(storedBytes(files, this.#nameBytes));
  }

  /** Adds what became of a job; the jobs come in the order they were planned. Throws UsageError for a file that changed between two of them. */
  add({fileIndexes, slice}: PlannedJob, {read, deflated}: JobResult): void {
    fileIndexes.forEach((fileIndex, position) => {
      const crc = read?.crcs[position];
      if (crc !== undefined) this.#entries.crcs[fileIndex] = crc;
    });
    if (deflated && slice) this.#addSlice(fileIndexes[0] ?? 0, slice, deflated);
    else if (deflated) this.#addWhole(fileIndexes, deflated);
    if (this.#at - this.#hashedBytes >= HASHED_BYTES) this.#hashSoFar();
  }

  /** Writes the central directory. */
  finish(): AssembledZip {
    this.#addLinksBefore(this.#files.length);
    const centralOffset = this.#at;
    for (let index = 0; index < this.#files.length; index += 1) {
      const {dataOffsets} = this.#entries;
      const offset = (dataOffsets[index] ?? 0) - localHeaderBytes(this.#nameBytes[index] ?? 0, this.#file(index).bytes);
      this.#at += writeCentralHeader(this.#buffer, this.#at, this.#entry(index), offset);
    }
    const end = endRecords(this.#files.length, centralOffset, this.#at - centralOffset);
    this.#put(end, this.#at);
    this.#at += end.length;
    this.#hashSoFar();
    const zip = this.#buffer.subarray(0, this.#at);
    return {zip, zipSha256: this.#hash.digest('base64'), entries: this.#entries};
  }

  #addLinksBefore(fileIndex: number): void {
    while (this.#next < fileIndex) {
      const data = Buffer.from(this.#file(this.#next).link ?? '');
      this.#entries.crcs[this.#next] = crc32(data);
      this.#put(data, this.#dataStart());
      this.#close(false, data.length);
    }
  }

  #addWhole(fileIndexes: readonly number[], {output, bytes, deflated}: DeflatedFiles): void {
    let from = 0;
    fileIndexes.forEach((fileIndex, position) => {
      const to = from + (bytes[position] ?? 0);
      this.#addLinksBefore(fileIndex);
      this.#put(output.subarray(from, to), this.#dataStart());
      this.#close(deflated[position] === 1, to - from);
      from = to;
    });
  }

  #addSlice(fileIndex: number, slice: NonNullable<PlannedJob['slice']>, result: DeflatedFiles): void {
    if (slice.offset === 0) {
      this.#addLinksBefore(fileIndex);
      this.#sliced = new SlicedFile(this.#file(fileIndex));
    }
    const sliced = this.#sliced;
    if (!sliced) throw new RangeError(`The first slice of file ${fileIndex} is missing.`);
    const place = sliced.add(slice, result);
    if (place !== undefined) this.#put(result.output, this.#dataStart() + place);
    if (!sliced.isComplete) return;
    // It was read once more than it was deflated: what has the digest must be what is in the zip.
    if (sliced.crc !== this.#entries.crcs[fileIndex]) throw changedWhilePackaging(this.#file(fileIndex).absolutePath);
    const content = sliced.storedContent();
    if (content) this.#put(content, this.#dataStart());
    this.#close(sliced.isDeflated, sliced.zippedBytes);
  }

  /** Where the data of the next entry begins: after a header whose length is known before the file is deflated. */
  #dataStart(): number {
    return this.#at + localHeaderBytes(this.#nameBytes[this.#next] ?? 0, this.#file(this.#next).bytes);
  }

  /** Writes the header of the next entry, whose data is in its place. */
  #close(deflated: boolean, zippedBytes: number): void {
    const index = this.#next;
    const dataOffset = this.#dataStart();
    this.#entries.deflated[index] = deflated ? 1 : 0;
    this.#entries.zippedBytes[index] = zippedBytes;
    this.#entries.dataOffsets[index] = dataOffset;
    writeLocalHeader(this.#buffer, this.#at, this.#entry(index));
    this.#at = dataOffset + zippedBytes;
    this.#next += 1;
  }

  #entry(index: number) {
    const {zipPath, bytes, mode, link} = this.#file(index);
    return {
      name: zipPath,
      nameBytes: this.#nameBytes[index] ?? 0,
      mode,
      isLink: link !== undefined,
      crc: this.#entries.crcs[index] ?? 0,
      deflated: this.#entries.deflated[index] === 1,
      zippedBytes: this.#entries.zippedBytes[index] ?? 0,
      bytes,
    };
  }

  #file(index: number): SourceFile {
    const file = this.#files[index];
    if (!file) throw new RangeError(`There is no file ${index}.`);
    return file;
  }

  /** Everything before the next entry stays as it is. */
  #hashSoFar(): void {
    this.#hash.update(this.#buffer.subarray(this.#hashedBytes, this.#at));
    this.#hashedBytes = this.#at;
  }

  #put(bytes: Uint8Array, at: number): void {
    this.#buffer.set(bytes, at);
  }
}

/** Size of the zip with every file stored: an upper bound, because a deflated entry is kept only when it is smaller. */
function storedBytes(files: readonly SourceFile[], nameBytes: Uint32Array): number {
  const END_BYTES = 98;
  const CENTRAL_BYTES = 74;
  return files.reduce((sum, {bytes}, index) => {
    const name = nameBytes[index] ?? 0;
    return sum + localHeaderBytes(name, bytes) + bytes + CENTRAL_BYTES + name;
  }, END_BYTES);
}
