import {ParseError} from './parse-error.js';
import {isCommitPrefix} from './versions/note.js';
import {parseVersion, type Version} from './versions/version.js';

/** What a person calls a release by: its version, or the git commit it was made from. */
export type ReleaseName =
  | {readonly kind: 'version'; readonly version: Version}
  | {readonly kind: 'commit'; readonly commit: string};

/** Reads `8`, `1a2b3c4` or `git:1234567`; digits alone are a version. Throws ParseError. */
export function parseReleaseName(text: string): ReleaseName {
  if (/^\d+$/.test(text)) return {kind: 'version', version: parseVersion(text)};
  const commit = text.replace(/^git:/, '').toLowerCase();
  if (isCommitPrefix(commit)) return {kind: 'commit', commit};
  throw new ParseError(
    `"${text}" is neither a version nor a git commit.`,
    'Write a version such as 7, or at least seven digits of a commit such as 1a2b3c4.',
  );
}
