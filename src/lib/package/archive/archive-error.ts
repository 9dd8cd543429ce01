import {UsageError} from '../../errors.js';
import {ZipFormatError} from '../zip/read-zip.js';

/** Exit 2: an archive that was built elsewhere is not one that could be released. */
export function archiveRefused(source: string, why: string, suggestion?: string): UsageError {
  return new UsageError(`${source} cannot be released: ${why}.`, {
    code: 'ARCHIVE_REFUSED',
    suggestions: [suggestion ?? 'Build it again, and see that the build has ended before it is released.'],
    details: {source},
  });
}

/** What reading an archive has thrown, as that refusal where the archive is at fault. */
export function asArchiveError(source: string, error: unknown): unknown {
  return error instanceof ZipFormatError ? archiveRefused(source, error.message.replace(/\.$/, '')) : error;
}
