// Zips a folder with yazl as its manual shows: yazl.mjs DIR OUT
import {createWriteStream, readdirSync} from 'node:fs';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import yazl from 'yazl';

const [folder, out] = process.argv.slice(2);
const zip = new yazl.ZipFile();
for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
  if (!entry.isFile()) continue;
  const file = path.join(entry.parentPath, entry.name);
  zip.addFile(file, path.relative(folder, file), {compressionLevel: 6});
}
zip.end();
await pipeline(zip.outputStream, createWriteStream(out));
