import {isOfCommit, parseVersionNote} from '../../model/versions/note.js';
import type {Version} from '../../model/versions/version.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {Planned} from '../refusal.js';

/** The newest version that was made from a commit; refused when there is none, or its first digits are not enough. */
export function planCommitVersion(
  functionName: string,
  commit: string,
  versions: readonly FunctionConfiguration[],
): Planned<Version> {
  const matching = versions
    .map(({version, description}) => ({version, note: parseVersionNote(description)}))
    .filter(({note}) => isOfCommit(note, commit));
  const newest = matching.at(-1);
  const commits = [...new Set(matching.map(({note}) => note.commit))];
  if (newest && commits.length === 1) return {ok: true, plan: newest.version};
  const see = `See which versions there are: lambda-release history ${functionName}`;
  return {
    ok: false,
    refusals: [
      newest
        ? {
            code: 'COMMIT_AMBIGUOUS',
            message: `${commit} is the beginning of ${commits.length} commits that ${functionName} was released from: ${commits.join(', ')}.`,
            suggestions: ['Write more of its digits, or name the version.', see],
          }
        : {
            code: 'COMMIT_NOT_FOUND',
            message: `No version of ${functionName} says that it was made from commit ${commit}.`,
            suggestions: [see],
          },
    ],
  };
}
