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
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UsageError(`${file} is not there.`, {
      code: 'SOURCE_FILE_MISSING',
      suggestions: [
        'Make it, or run the command again when the build has finished: what is read must not change meanwhile.',
      ],
      details: {path: file},
    });
  }
  return new UsageError(`${file} cannot be read: ${REASONS[code] ?? code}.`, {
    code: 'SOURCE_UNREADABLE',
    suggestions: [`Make it readable, or leave it out with a line in .lambdaignore.`],
    details: {path: file, reason: code},
    cause,
  });
}

/** Exit 2: a link leads nowhere. */
export function brokenLink(link: string): UsageError {
  return new UsageError(`${link} is a link to something that does not exist.`, {
    code: 'LINK_BROKEN',
    suggestions: [
      'Remove the link, or leave it out with a line in .lambdaignore.',
      'When it leads to what is there in Lambda alone, such as a layer under /opt: --keep-link PATH, or keepLinks in the release file.',
    ],
    details: {path: link},
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
  // The walk has seen it: by now it is gone.
  const isChanged = ['CHANGED', 'ENOENT', 'ENOTDIR'].includes(failure.code);
  return isChanged ? changedWhilePackaging(failure.path) : unreadable(failure.path, failure);
}
