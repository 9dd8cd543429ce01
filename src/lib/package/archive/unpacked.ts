import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {SourceFile} from '../source/source-file.js';
import {isLink, packedMode, readZipContent, type ZipEntry} from '../zip/read-zip.js';
import {asArchiveError} from './archive-error.js';

/** A file of an archive as Lambda would have it, by what the directory says; its path is under `folder`. */
export function toSourceFile(entry: ZipEntry, folder: string): SourceFile {
  const {name, unzippedBytes} = entry;
  return {zipPath: name, absolutePath: path.join(folder, name), bytes: unzippedBytes, mode: packedMode(entry)};
}

/**
 * Unpacks an archive into a folder of its own for as long as `work` looks at it. Every content is proved by its size and checksum. Links
 * are no links there, so that nothing is read or written through one. Throws UsageError for a damaged archive, and what `work` throws.
 */
export async function withUnpacked<Result>(
  {source, bytes, entries}: {readonly source: string; readonly bytes: Buffer; readonly entries: readonly ZipEntry[]},
  work: (files: readonly SourceFile[]) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lambda-release-archive-'));
  try {
    const unpacked: SourceFile[] = [];
    for (const entry of entries) {
      signal?.throwIfAborted();
      const file = toSourceFile(entry, folder);
      const content = await contentOf(source, bytes, entry);
      await mkdir(path.dirname(file.absolutePath), {recursive: true});
      await writeFile(file.absolutePath, content);
      unpacked.push(isLink(entry) ? {...file, link: content.toString()} : file);
    }
    return await work(unpacked);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

async function contentOf(source: string, bytes: Buffer, entry: ZipEntry): Promise<Buffer> {
  try {
    return await readZipContent(bytes, entry);
  } catch (error) {
    throw asArchiveError(source, error);
  }
}
