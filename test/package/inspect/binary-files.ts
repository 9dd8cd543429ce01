export const X86_64 = 62;
export const ARM64 = 183;

/** The first bytes of a shared object as linkers write them. */
export function elf(machine: number): Buffer {
  const header = Buffer.alloc(64);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(3, 16);
  header.writeUInt16LE(machine, 18);
  return header;
}

function machO(cpu: number): Buffer {
  const header = Buffer.alloc(64);
  header.writeUInt32BE(0xcffaedfe, 0);
  header.writeUInt32LE(cpu, 4);
  return header;
}

export const DARWIN_ARM64 = machO(0x0100000c);

/** A shared object for x86_64 that asks for versions of glibc, as `readelf -V` lists them. */
export function elfAskingFor(versions: readonly string[]): Buffer {
  const names = Buffer.from(`\0libc.so.6\0${versions.join('\0')}\0`);
  const needs = Buffer.alloc(16 + 16 * versions.length);
  needs.writeUInt16LE(1, 0);
  needs.writeUInt16LE(versions.length, 2);
  needs.writeUInt32LE(1, 4);
  needs.writeUInt32LE(16, 8);
  for (const [index, version] of versions.entries()) {
    needs.writeUInt32LE(names.indexOf(`\0${version}\0`) + 1, 16 + 16 * index + 8);
    needs.writeUInt32LE(index + 1 < versions.length ? 16 : 0, 16 + 16 * index + 12);
  }
  const header = elf(X86_64);
  const sections = [
    section(0, 0, 0, 0),
    section(3, 64, names.length, 0),
    section(0x6ffffffe, 64 + names.length, needs.length, 1),
  ];
  header.writeBigUInt64LE(BigInt(64 + names.length + needs.length), 40);
  header.writeUInt16LE(64, 58);
  header.writeUInt16LE(sections.length, 60);
  return Buffer.concat([header, names, needs, ...sections]);
}

function section(type: number, offset: number, size: number, link: number): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.writeUInt32LE(type, 4);
  bytes.writeBigUInt64LE(BigInt(offset), 24);
  bytes.writeBigUInt64LE(BigInt(size), 32);
  bytes.writeUInt32LE(link, 40);
  return bytes;
}
