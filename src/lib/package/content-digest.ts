import {createHash} from 'node:crypto';
import {DIGEST_BYTES} from './sha256.js';
import {type SourceFile, sortByZipPath} from './source/source-file.js';

/** A file or link of a package, as far as it decides over what the package is. */
export interface ContentEntry {
  /** Path inside the zip, forward slashes, no leading slash. */
  readonly zipPath: string;
  readonly mode: 0o644 | 0o755;
  readonly isLink: boolean;
  /** SHA-256 of the bytes, or of a link's target, in hexadecimal. */
  readonly sha256: string;
}

const LINK = '120000';

/**
 * What a package is: SHA-256, in base64url without padding (43 characters), over one record for each file or link, in the order of the
 * UTF-8 bytes of the paths. A record is `<mode> <SHA-256 of the content in hexadecimal> <path>` and a zero byte; the mode is `100644`,
 * `100755`, or `120000` for a link, as git writes them. Nothing else is in it: no time, no compression, no order of a folder.
 * So it is the same on every machine, with every Node.js.
 */
export function contentDigest(entries: readonly ContentEntry[]): string {
  const hash = createHash('sha256');
  const records = sortByZipPath(entries).map(
    ({zipPath, mode, isLink, sha256}) => `${isLink ? LINK : `100${mode.toString(8)}`} ${sha256} ${zipPath}\0`,
  );
  return hash.update(records.join('')).digest('base64url');
}

/** The same for files of which the digests are known, 32 bytes each, in the order of the files. */
export function contentDigestOf(files: readonly SourceFile[], digests: Buffer): string {
  return contentDigest(
    files.map(({zipPath, mode, link}, index) => ({
      zipPath,
      mode,
      isLink: link !== undefined,
      sha256: digests.toString('hex', index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES),
    })),
  );
}
