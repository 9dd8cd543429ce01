import {readFileSync} from 'node:fs';
import {crc32} from 'node:zlib';
import type {Inspection} from '../inspect/inspect-content.mjs';
import {sha256} from '../sha256.js';
import {changedWhilePackaging, unreadable} from '../source/source-error.js';
import type {SourceFile} from '../source/source-file.js';
import {crc32Combine} from './crc32-combine.js';
import type {DeflatedFiles, DeflateJob} from './deflate-job.mjs';

/** A file that comes in slices, as far as it has come: the slices in their order. */
export class SlicedFile {
  crc = 0;
  inspection: Inspection | undefined;
  readonly #file: SourceFile;
  readonly #digests: Uint8Array[] = [];
  #comeBytes = 0;
  #dataBytes = 0;
  #isDeflated = false;
  /** Whether the slices are larger than the file itself: it is stored then, and they are dropped. */
  #isOutgrown = false;

  constructor(file: SourceFile) {
    this.#file = file;
  }

  /** Takes what became of the next slice. Says where in the data of the file it goes; nowhere when the file is to be stored. */
  add(
    {length}: NonNullable<DeflateJob['slice']>,
    {output, crcs, deflated, digests, inspections}: DeflatedFiles,
  ): number | undefined {
    const crc = crcs[0] ?? 0;
    this.crc = this.#comeBytes === 0 ? crc : crc32Combine(this.crc, crc, length);
    this.#comeBytes += length;
    this.#isDeflated = deflated[0] === 1;
    if (digests) this.#digests.push(digests);
    for (const [, inspection] of inspections) this.inspection = merged(this.inspection, inspection);
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

  /** SHA-256 of the digests of the slices. */
  get digest(): Buffer {
    return sha256(Buffer.concat(this.#digests));
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

function merged(first: Inspection | undefined, second: Inspection): Inspection {
  if (!first?.secrets || !second.secrets) return {...first, ...second};
  const places = new Set(first.secrets.map(({kind, at}) => `${kind} ${at}`));
  return {
    ...first,
    secrets: [...first.secrets, ...second.secrets.filter(({kind, at}) => !places.has(`${kind} ${at}`))],
  };
}
