import {closeSync, openSync, readSync} from 'node:fs';
import {newerVersion} from './glibc-version.js';

/** ELF-64, little-endian: the only kind that x86_64 and arm64 Linux have (System V ABI, "Object Files"). */
const ELF_64_LITTLE = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
const HEADER_BYTES = 64;
const SECTION_BYTES = 64;
/** SHT_GNU_verneed: which versions of which libraries a file asks for (LSB Core, "Symbol Versioning"). */
const VERSION_NEEDS = 0x6ffffffe;
const WEAK = 2;
/** No linker writes more, and a damaged header is not to make us read a gigabyte. */
const MOST_BYTES = 16_777_216;

interface Section {
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

/**
 * The newest glibc that an ELF file asks for, as `2.34`, from its version needs: the loader refuses it on an older one. `undefined` when
 * it asks for none, or has no section headers to tell. Throws as `openSync` does.
 */
export function glibcNeededBy(file: string): string | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const read = (offset: number, size: number) => readAt(descriptor, offset, Math.min(size, MOST_BYTES));
    const sections = sectionsOf(read);
    const needs = sections.find(({type}) => type === VERSION_NEEDS);
    const names = needs && sections[needs.link];
    if (!needs || !names) return undefined;
    return newestGlibc(read(needs.offset, needs.size), read(names.offset, names.size));
  } catch (error) {
    // A header that leads outside the file: Buffer says so.
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

type Read = (offset: number, size: number) => Buffer;

function sectionsOf(read: Read): readonly (Section & {readonly type: number})[] {
  const header = read(0, HEADER_BYTES);
  if (!header.subarray(0, ELF_64_LITTLE.length).equals(ELF_64_LITTLE)) return [];
  const start = Number(header.readBigUInt64LE(40));
  const [entryBytes, count] = [header.readUInt16LE(58), header.readUInt16LE(60)];
  if (start === 0 || entryBytes !== SECTION_BYTES) return [];
  const table = read(start, entryBytes * count);
  return Array.from({length: count}, (_, index) => {
    const at = index * SECTION_BYTES;
    return {
      type: table.readUInt32LE(at + 4),
      offset: Number(table.readBigUInt64LE(at + 24)),
      size: Number(table.readBigUInt64LE(at + 32)),
      link: table.readUInt32LE(at + 40),
    };
  });
}

/** Over the list of libraries (Elf64_Verneed), and for each the list of versions (Elf64_Vernaux). */
function newestGlibc(needs: Buffer, names: Buffer): string | undefined {
  let newest: string | undefined;
  for (let library = 0, next = -1; next !== 0; library += next) {
    next = needs.readUInt32LE(library + 12);
    const count = needs.readUInt16LE(library + 2);
    let version = library + needs.readUInt32LE(library + 8);
    for (let index = 0; index < count; index += 1) {
      const isWeak = (needs.readUInt16LE(version + 4) & WEAK) !== 0;
      const found = /^GLIBC_(\d+\.\d+)/.exec(textAt(names, needs.readUInt32LE(version + 8)))?.[1];
      if (found !== undefined && !isWeak) newest = newerVersion(newest, found);
      version += needs.readUInt32LE(version + 12);
    }
  }
  return newest;
}

function textAt(names: Buffer, at: number): string {
  return names.toString('latin1', at, Math.max(at, names.indexOf(0, at)));
}

function readAt(descriptor: number, offset: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, size, offset));
}
