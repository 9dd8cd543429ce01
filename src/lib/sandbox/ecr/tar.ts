/** One entry of a tar archive. */
export interface TarEntry {
  /** As the archive has it: relative, perhaps with `./` before it. */
  readonly name: string;
  readonly type: 'file' | 'folder' | 'symlink' | 'hardlink' | 'other';
  readonly mode: number;
  /** Where a link leads; empty for what is none. */
  readonly target: string;
  readonly content: Buffer;
}

const BLOCK = 512;
const TYPES: Readonly<Record<string, TarEntry['type']>> = {
  '0': 'file',
  '\0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'folder',
};

/**
 * Reads a tar archive as container tools write it: ustar with pax headers (POSIX.1-2024, pax), and GNU's long names. What it cannot read
 * ends it.
 */
export function* readTar(tar: Buffer): Generator<TarEntry> {
  let path: string | undefined;
  let link: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = Number.parseInt(field(header, 124, 12), 8) || 0;
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const flag = header.toString('latin1', 156, 157);
    if (flag === 'x') {
      const pax = paxOf(content);
      path = pax.get('path') ?? path;
      link = pax.get('linkpath') ?? link;
    } else if (flag === 'L') {
      path = untilNull(content.toString('utf8'));
    } else if (flag === 'K') {
      link = untilNull(content.toString('utf8'));
    } else if (flag !== 'g') {
      yield {
        name: path ?? nameOf(header),
        type: TYPES[flag] ?? 'other',
        mode: Number.parseInt(field(header, 100, 8), 8) || 0,
        target: link ?? field(header, 157, 100),
        content,
      };
      path = undefined;
      link = undefined;
    }
  }
}

function nameOf(header: Buffer): string {
  const name = field(header, 0, 100);
  const isUstar = header.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? field(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function field(header: Buffer, start: number, length: number): string {
  return untilNull(header.toString('utf8', start, start + length)).trim();
}

function untilNull(text: string): string {
  return text.split('\0', 1)[0] ?? '';
}

/** Records of the form `30 path=a/long/name\n`, the number being the length of all of it in bytes. */
function paxOf(content: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(' ', at);
    const length = Number.parseInt(content.toString('latin1', at, space), 10);
    if (space < 0 || !(length > 0)) break;
    const record = content.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}
