import {readFileSync} from 'node:fs';
import {crc32} from 'node:zlib';
import {changedWhilePackaging, unreadable} from '../source/source-error.js';
import type {SourceFile} from '../source/source-file.js';
import {crc32Combine} from './crc32-combine.js';
import type {DeflatedFiles, Job} from './job.js';

/** A file that comes in slices, as far as it has come: the slices in their order. */
export class SlicedFile {
  crc = 0;
  readonly #file: SourceFile;
  #comeBytes = 0;
  #dataBytes = 0;
  #isDeflated = false;
  /** Whether the slices are larger than the file itself: it is stored then, and they are dropped. */
  #isOutgrown = false;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  /** Takes what became of the next slice. Says where in the data of the file it goes; nowhere when the file is to be stored. */
  add({length}: NonNullable<Job['slice']>, {output, sliceCrc = 0, deflated}: DeflatedFiles): number | undefined {
    this.crc = this.#comeBytes === 0 ? sliceCrc : crc32Combine(this.crc, sliceCrc, length);
    this.#comeBytes += length;
    this.#isDeflated = deflated[0] === 1;
    const at = this.#dataBytes;
    this.#isOutgrown ||= at + output.length > this.#file.bytes;
    if (this.#isOutgrown) return undefined;
    this.#dataBytes += output.length;
    return at;
  }

  get isComplete(): boolean {
    return this.#comeBytes === this.#file.bytes;
  }

  /** Whether the slices together are deflated data, smaller than the file. */
  get isDeflated(): boolean {
    return this.#isDeflated && !this.#isOutgrown && this.#dataBytes < this.#file.bytes;
  }

  /** Size of the data in the zip. */
  get zippedBytes(): number {
    return this.isDeflated ? this.#dataBytes : this.#file.bytes;
  }

  /** What takes the place of deflated slices that are no smaller: the file itself. Throws UsageError when it is no longer what it was. */
  storedContent(): Buffer | undefined {
    if (!this.#isDeflated || this.isDeflated) return undefined;
    const {absolutePath, bytes} = this.#file;
    let content: Buffer;
    try {
      content = readFileSync(absolutePath);
    } catch (error) {
      throw unreadable(absolutePath, error);
    }
    if (content.length !== bytes || crc32(content) !== this.crc) throw changedWhilePackaging(absolutePath);
    return content;
  }
}
