import {createHash} from 'node:crypto';
import {crc32} from 'node:zlib';
import type {Inspection} from '../inspect/inspect-content.mjs';
import {sha256} from '../sha256.js';
import type {SourceFile} from '../source/source-file.js';
import type {DeflatedFiles} from './deflate-job.mjs';
import {DIGEST_BYTES, ZipEntries} from './entries.js';
import type {PlannedJob} from './plan-deflate-jobs.js';
import {endRecords, localHeaderBytes, writeCentralHeader, writeLocalHeader} from './records.js';
import {SlicedFile} from './sliced-file.js';

/** Data that is there already, from an earlier run. */
export interface KnownData {
  readonly crc: number;
  readonly deflated: boolean;
  readonly data: Uint8Array;
  readonly digest: Uint8Array;
  readonly inspection: Inspection | undefined;
}

/** A stretch of an earlier zip with the entries of several files, headers and all, just as they are to be. */
export interface KnownStretch {
  readonly bytes: Uint8Array;
  /** Where the stretch began in its zip, and at which entry. */
  readonly offset: number;
  readonly firstEntry: number;
  readonly count: number;
  readonly entries: ZipEntries;
}

/** What earlier runs left, by the index of the file. */
export interface KnownFiles {
  readonly size: number;
  has(index: number): boolean;
  dataOf(index: number): KnownData | undefined;
  /** The longest stretch that begins with this file and ends before `end`. */
  stretchFrom(index: number, end: number): KnownStretch | undefined;
}

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
  readonly #known: KnownFiles;
  readonly #entries: ZipEntries;
  readonly #nameBytes: Uint32Array;
  readonly #buffer: Buffer;
  readonly #hash = createHash('sha256');
  #hashedBytes = 0;
  #at = 0;
  /** The file whose entry comes next. */
  #next = 0;
  #sliced: SlicedFile | undefined;

  /** `known` holds, by index, the files that no job comes for. Links need neither. */
  constructor(files: readonly SourceFile[], known: KnownFiles, withDigests: boolean) {
    this.#files = files;
    this.#known = known;
    this.#entries = new ZipEntries(files.length, withDigests);
    this.#nameBytes = new Uint32Array(files.length);
    files.forEach(({zipPath}, index) => {
      this.#nameBytes[index] = Buffer.byteLength(zipPath);
    });
    // The zip is smaller than this: pages that are never written to take no memory.
    this.#buffer = Buffer.allocUnsafeSlow(storedBytes(files, this.#nameBytes));
  }

  /** Adds what became of a job; the jobs come in the order they were planned. */
  add(job: PlannedJob, result: DeflatedFiles): void {
    if (job.slice) {
      this.#addSlice(job, job.slice, result);
    } else {
      let from = 0;
      job.fileIndexes.forEach((fileIndex, position) => {
        const to = from + (result.bytes[position] ?? 0);
        this.#addKnownBefore(fileIndex);
        this.#put(result.output.subarray(from, to), this.#dataStart());
        this.#close(result.crcs[position] ?? 0, result.deflated[position] === 1, to - from);
        this.#entries.digests?.set(digestIn(result, position), fileIndex * DIGEST_BYTES);
        from = to;
      });
      for (const [position, inspection] of result.inspections) {
        this.#entries.inspections.set(job.fileIndexes[position] ?? 0, inspection);
      }
    }
    if (this.#at - this.#hashedBytes >= HASHED_BYTES) this.#hashSoFar();
  }

  /** Writes the central directory. */
  finish(): AssembledZip {
    this.#addKnownBefore(this.#files.length);
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

  #addKnownBefore(fileIndex: number): void {
    while (this.#next < fileIndex) {
      const stretch = this.#known.stretchFrom(this.#next, fileIndex);
      if (stretch) this.#addStretch(stretch);
      else this.#addKnown();
    }
  }

  #addStretch({bytes, offset, firstEntry, count, entries}: KnownStretch): void {
    const end = firstEntry + count;
    const shift = this.#at - offset;
    this.#put(bytes, this.#at);
    this.#at += bytes.length;
    this.#entries.crcs.set(entries.crcs.subarray(firstEntry, end), this.#next);
    this.#entries.deflated.set(entries.deflated.subarray(firstEntry, end), this.#next);
    this.#entries.zippedBytes.set(entries.zippedBytes.subarray(firstEntry, end), this.#next);
    const moved = entries.dataOffsets.subarray(firstEntry, end).map((dataOffset) => dataOffset + shift);
    this.#entries.dataOffsets.set(moved, this.#next);
    const digests = entries.digests?.subarray(firstEntry * DIGEST_BYTES, end * DIGEST_BYTES);
    if (digests) this.#entries.digests?.set(digests, this.#next * DIGEST_BYTES);
    for (const [entry, inspection] of entries.inspections) {
      if (entry >= firstEntry && entry < end)
        this.#entries.inspections.set(entry - firstEntry + this.#next, inspection);
    }
    this.#next += count;
  }

  #addKnown(): void {
    const index = this.#next;
    const {link} = this.#file(index);
    const known = link === undefined ? this.#known.dataOf(index) : linkData(link);
    if (!known) throw new RangeError(`File ${index} is neither known nor deflated.`);
    this.#put(known.data, this.#dataStart());
    this.#close(known.crc, known.deflated, known.data.length);
    this.#entries.digests?.set(known.digest, index * DIGEST_BYTES);
    if (known.inspection) this.#entries.inspections.set(index, known.inspection);
  }

  #addSlice(job: PlannedJob, slice: NonNullable<PlannedJob['slice']>, result: DeflatedFiles): void {
    const [fileIndex = 0] = job.fileIndexes;
    if (slice.offset === 0) {
      this.#addKnownBefore(fileIndex);
      this.#sliced = new SlicedFile(this.#file(fileIndex));
    }
    const sliced = this.#sliced;
    if (!sliced) throw new RangeError(`The first slice of file ${fileIndex} is missing.`);
    const place = sliced.add(slice, result);
    if (place !== undefined) this.#put(result.output, this.#dataStart() + place);
    if (!sliced.isComplete) return;
    const content = sliced.storedContent();
    if (content) this.#put(content, this.#dataStart());
    this.#close(sliced.crc, sliced.isDeflated, sliced.zippedBytes);
    this.#entries.digests?.set(sliced.digest, fileIndex * DIGEST_BYTES);
    if (sliced.inspection) this.#entries.inspections.set(fileIndex, sliced.inspection);
  }

  /** Where the data of the next entry begins: after a header whose length is known before the file is deflated. */
  #dataStart(): number {
    return this.#at + localHeaderBytes(this.#nameBytes[this.#next] ?? 0, this.#file(this.#next).bytes);
  }

  /** Writes the header of the next entry, whose data is in its place. */
  #close(crc: number, deflated: boolean, zippedBytes: number): void {
    const index = this.#next;
    const dataOffset = this.#dataStart();
    this.#entries.crcs[index] = crc;
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

function digestIn({digests}: DeflatedFiles, position: number): Uint8Array {
  return digests?.subarray(position * DIGEST_BYTES, (position + 1) * DIGEST_BYTES) ?? new Uint8Array(0);
}

function linkData(text: string): KnownData {
  const data = Buffer.from(text);
  return {crc: crc32(data), deflated: false, data, digest: sha256(data), inspection: undefined};
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
