// The least work there is: every file through zlib.deflateRawSync in one thread, no zip. Prints the milliseconds of deflate alone.
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {deflateRawSync} from 'node:zlib';

const [folder] = process.argv.slice(2);
let deflateMs = 0;
for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
  if (!entry.isFile()) continue;
  const content = readFileSync(path.join(entry.parentPath, entry.name));
  const startMs = performance.now();
  deflateRawSync(content, {level: 6});
  deflateMs += performance.now() - startMs;
}
process.stdout.write(`${deflateMs}\n`);
