import {UsageError} from '../../errors.js';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  EMFILE: 'too many open files',
  EIO: 'input/output error',
};

const CHANGED = 'Let the build finish before packaging, then run the command again.';

/** What a thread says of a file that it could not pack. */
interface PackingFailure {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** Exit 2: a file or folder of the source cannot be read. Names the path and, where it is known, the reason. */
export function unreadable(file: string, cause: unknown): UsageError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'UNKNOWN';
  if (code === 'ENOENT' || code === 'ENOTDIR') return changedWhilePackaging(file);
  return new UsageError(`${file} cannot be read: ${REASONS[code] ?? code}.`, {
    code: 'SOURCE_UNREADABLE',
    suggestions: [`Make it readable, or leave it out with a line in .lambdaignore.`],
    details: {path: file, reason: code},
    cause,
  });
}

/** Exit 2: what was read is not what the walk found, so the package would match no state of the folder. */
export function changedWhilePackaging(file: string): UsageError {
  return new UsageError(`${file} changed while it was being packaged.`, {
    code: 'SOURCE_CHANGED',
    suggestions: [CHANGED],
    details: {path: file},
  });
}

/** What became of a file that could not be packed, as an error for people: exit 2. */
export function packingError(failure: PackingFailure): UsageError {
  return failure.code === 'CHANGED' ? changedWhilePackaging(failure.path) : unreadable(failure.path, failure);
}
