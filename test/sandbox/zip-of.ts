import {buffer} from 'node:stream/consumers';
import {ZipFile} from 'yazl';

/** A zip of these files, as a user's own tool would make it. */
export async function zipOf(files: Readonly<Record<string, string | Buffer>>, mode = 0o100644): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, {mode});
  zip.end();
  return buffer(zip.outputStream);
}
