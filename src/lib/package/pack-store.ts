import {createHash, randomBytes} from 'node:crypto';
import {closeSync, constants, fstatSync, openSync, read, readdirSync, readSync} from 'node:fs';
import {type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import type {Pack} from './pack.js';
import {decodeHeader, decodePack, HEADER_BYTES} from './pack-format.js';
import {sha256Base64} from './sha256.js';

const ENDING = '.pack';
const TEMPORARY = '.tmp';
const MOST_BYTES = 1_073_741_824;
/** A temporary file this old was left by a run that died. */
const ABANDONED_MS = 3_600_000;
/** A pipe of that name does not keep us waiting for somebody to write to it; Windows has none in folders. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** A pack, and whether its zip turns out to be what was kept: until then nothing may be taken from it. */
export interface StoredPack {
  readonly pack: Pack;
  readonly isIntact: Promise<boolean>;
}

interface StoredFile {
  readonly file: string;
  readonly name: string;
  readonly bytes: number;
  readonly usedMs: number;
}

/**
 * The packs of earlier runs in a folder: at most 1 GiB, the longest unused ones going first. Never a reason for packaging to fail:
 * what cannot be read or is damaged is not there, and what cannot be written is not kept. Files appear by renaming alone,
 * so that runs at the same time see whole packs only.
 */
export class PackStore {
  readonly #folder: string;
  readonly #mostBytes: number;

  constructor(folder: string, mostBytes = MOST_BYTES) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** The pack of that name, its index checked; its zip is read meanwhile. Blocks: nothing can be done before the index is there. */
  load(name: string): StoredPack | undefined {
    let file: number;
    try {
      file = openSync(this.#fileOf(name), READ_AT_ONCE);
    } catch {
      // No pack yet, or none that can be read: packaging makes a new one.
      return undefined;
    }
    let stored: StoredPack | undefined;
    try {
      stored = readPack(file);
    } catch {
      // A folder of that name, or a disk that fails: no pack either.
    }
    if (!stored) closeSync(file);
    return stored;
  }

  /** Whether there is any pack with this prefix. Blocks, like `load`. */
  hasLike(prefix: string): boolean {
    try {
      return readdirSync(this.#folder).some((file) => file.startsWith(prefix) && file.endsWith(ENDING));
    } catch {
      // No folder yet, or none that can be read.
      return false;
    }
  }

  /** Names of the other packs with this prefix, the last used first. */
  async othersLike(prefix: string, name: string): Promise<readonly string[]> {
    const stored = await this.#list();
    return stored
      .filter((pack) => pack.name.startsWith(prefix) && pack.name !== `${name}${ENDING}` && pack.name.endsWith(ENDING))
      .sort((a, b) => b.usedMs - a.usedMs)
      .map((pack) => pack.name.slice(0, -ENDING.length));
  }

  /** Keeps a pack under a name in place of the one before, then makes room. Says whether it could be kept. */
  async save(name: string, pieces: readonly Uint8Array[]): Promise<boolean> {
    const temporary = path.join(this.#folder, `${name}.${randomBytes(6).toString('hex')}${TEMPORARY}`);
    try {
      // What is packaged may be private, and so is what is kept of it.
      await mkdir(this.#folder, {recursive: true, mode: 0o700});
      await writePieces(await open(temporary, 'wx', 0o600), pieces);
      await rename(temporary, this.#fileOf(name));
    } catch {
      // A full disk or a folder that is read-only: the package is made, and the next run makes it anew.
      await rm(temporary, {force: true}).catch(() => undefined);
      return false;
    }
    await this.#makeRoom();
    return true;
  }

  /** Says that a pack was of use, so that others go before it. */
  async touch(name: string): Promise<void> {
    const now = new Date();
    // Another run may have removed it meanwhile.
    await utimes(this.#fileOf(name), now, now).catch(() => undefined);
  }

  #fileOf(name: string): string {
    return path.join(this.#folder, `${name}${ENDING}`);
  }

  async #makeRoom(): Promise<void> {
    let bytes = 0;
    for (const pack of (await this.#list()).sort((a, b) => b.usedMs - a.usedMs)) {
      const isAbandoned = pack.name.endsWith(TEMPORARY) && Date.now() - pack.usedMs > ABANDONED_MS;
      if (pack.name.endsWith(ENDING)) bytes += pack.bytes;
      if (isAbandoned || (pack.name.endsWith(ENDING) && bytes > this.#mostBytes)) {
        await rm(pack.file, {force: true}).catch(() => undefined);
      }
    }
  }

  async #list(): Promise<StoredFile[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const stored: StoredFile[] = [];
    for (const name of names) {
      const file = path.join(this.#folder, name);
      const found = await stat(file).catch(() => undefined);
      if (found?.isFile()) stored.push({file, name, bytes: found.size, usedMs: found.mtimeMs});
    }
    return stored;
  }
}

/** Reads what is needed at once; leaves the file open for the rest, unless it is no pack. */
function readPack(file: number): StoredPack | undefined {
  const header = Buffer.alloc(HEADER_BYTES);
  readSync(file, header, 0, HEADER_BYTES, 0);
  const lengths = decodeHeader(header);
  if (!lengths || fstatSync(file).size !== HEADER_BYTES + lengths.indexBytes + lengths.zipBytes) return undefined;
  const index = Buffer.allocUnsafeSlow(lengths.indexBytes);
  if (readSync(file, index, 0, index.length, HEADER_BYTES) !== index.length) return undefined;
  const zip = Buffer.allocUnsafeSlow(lengths.zipBytes);
  const pack = decodePack(header, index, zip);
  return pack && {pack, isIntact: readZip(file, HEADER_BYTES + index.length, pack)};
}

/** Reads the zip of a pack, on another thread, and says whether it is what was kept. Never an error. */
async function readZip(file: number, from: number, {zip, zipSha256}: Pack): Promise<boolean> {
  try {
    const {bytesRead} = await promisify(read)(file, zip, 0, zip.length, from);
    if (bytesRead !== zip.length) return false;
    // Here and not on that thread: handing the zip over would copy it, which takes longer than the digest.
    return sha256Base64(zip) === zipSha256;
  } catch {
    // A disk that fails: the files themselves are read instead.
    return false;
  } finally {
    closeSync(file);
  }
}

/** Name of a pack: `prefix` stands for what makes deflated data interchangeable, the rest for what was packaged. */
export function packName(prefix: string, subject: string): string {
  return `${prefix}-${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`;
}

async function writePieces(handle: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  try {
    await handle.writev(pieces as Uint8Array<ArrayBuffer>[]);
  } finally {
    await handle.close();
  }
}
