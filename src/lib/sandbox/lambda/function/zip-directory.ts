import {readZipEntries, ZipFormatError} from '../../../package/zip/read-zip.js';

export interface ZipDirectory {
  readonly entries: number;
  readonly unzippedBytes: number;
}

/** Sums a zip's central directory without unpacking it; undefined when the bytes are not a zip. */
export function readZipDirectory(zip: Buffer): ZipDirectory | undefined {
  try {
    const entries = readZipEntries(zip);
    return {entries: entries.length, unzippedBytes: entries.reduce((sum, entry) => sum + entry.unzippedBytes, 0)};
  } catch (error) {
    if (error instanceof ZipFormatError) return undefined;
    throw error;
  }
}
