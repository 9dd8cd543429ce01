// Zips a folder with archiver as its manual shows: archiver.mjs DIR OUT
import {createWriteStream} from 'node:fs';
import {pipeline} from 'node:stream/promises';
import {ZipArchive} from 'archiver';

const [folder, out] = process.argv.slice(2);
const archive = new ZipArchive({zlib: {level: 6}});
archive.directory(folder, false);
await Promise.all([pipeline(archive, createWriteStream(out)), archive.finalize()]);
