import {buffer} from 'node:stream/consumers';
import {ZipFile} from 'yazl';

/** A zip of these files, as a user's own tool would make it. */
export async function zipOf(
  files: Readonly<Record<string, string | Buffer>>,
  mode = 0o100644,
  compress = true,
): Promise<Buffer> {
  const zip = new ZipFile();
  // A fixed time: two zips of the same files are the same bytes.
  const mtime = new Date('2026-01-01T00:00:00Z');
  for (const [name, content] of Object.entries(files))
    zip.addBuffer(Buffer.from(content), name, {mode, mtime, compress});
  zip.end();
  return buffer(zip.outputStream);
}
