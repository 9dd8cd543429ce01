import {UsageError} from '../../../errors.js';

/** Exit 2: what is called a lockfile cannot be read as one. `mend` makes it anew. */
export function invalidLock(file: string, tool: string, mend: string, cause?: unknown): UsageError {
  return new UsageError(`${file} is not a lockfile of ${tool}.`, {
    code: 'LOCKFILE_INVALID',
    suggestions: [`If it holds the marks of a merge conflict, or was cut off, make it anew: ${mend}`],
    details: {file},
    cause,
  });
}

/** Exit 2: a lockfile from before the versions that are read. */
export function lockTooOld(file: string, version: string, mend: string): UsageError {
  return new UsageError(`${file} is of lockfile version ${version}, which is not read any more.`, {
    code: 'LOCKFILE_TOO_OLD',
    suggestions: [`Bring it up to date: ${mend}`],
    details: {file, version},
  });
}

/** Exit 2: a lockfile of a format that came after those that are read. */
export function lockTooNew(file: string, version: string, read: string): UsageError {
  return new UsageError(`${file} is of lockfile version ${version}, and ${read} is read.`, {
    code: 'LOCKFILE_TOO_NEW',
    suggestions: ['See whether a newer lambda-release reads it: npm view lambda-release version'],
    details: {file, version},
  });
}

/** Exit 2: packages in zip archives, which nothing in Lambda can open. */
export function plugAndPlay(root: string): UsageError {
  return new UsageError(
    `${root} is installed with Plug'n'Play, which leaves no packages that a layer could be made of.`,
    {
      code: 'PLUG_AND_PLAY',
      suggestions: [
        'Install into node_modules: yarn config set nodeLinker node-modules && yarn install',
        'Or bundle the handler, so that it needs no packages beside it.',
      ],
      details: {root},
    },
  );
}
