import {UsageError} from '../../errors.js';

/** Exit 2: an archive that was built elsewhere is not one that could be released. */
export function archiveRefused(source: string, why: string, suggestion?: string): UsageError {
  return new UsageError(`${source} cannot be released: ${why}.`, {
    code: 'ARCHIVE_REFUSED',
    suggestions: [suggestion ?? 'Build it again, and see that the build has ended before it is released.'],
    details: {source},
  });
}
