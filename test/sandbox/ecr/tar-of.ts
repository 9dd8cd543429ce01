const BLOCK = 512;

/** A tar archive of these files, in the form of ustar. A content that begins with `-> ` is a symbolic link. */
export function tarOf(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).flatMap(([name, content]) => entryOf(name, content));
  return Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]);
}

/** One entry with its content, filled up to whole blocks. */
export function entryOf(name: string, content: string, flag = content.startsWith('-> ') ? '2' : '0'): Buffer[] {
  const isLink = flag === '2';
  const body = Buffer.from(isLink ? '' : content);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(flag, 156);
  if (isLink) header.write(content.slice(3), 157, 100);
  header.write('ustar\x0000', 257);
  return [header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)];
}
