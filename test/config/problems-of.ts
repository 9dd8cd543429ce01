import {parseReleaseFile} from '../../src/lib/config/parse-release-file.js';
import type {ReleaseProblem} from '../../src/lib/config/problem/release-problem.js';
import {UsageError} from '../../src/lib/errors.js';

/** The problems a release file is refused with; fails when it is accepted. */
export function problemsOf(text: string): readonly ReleaseProblem[] {
  try {
    parseReleaseFile(text, '/project/release.yml');
  } catch (error) {
    if (error instanceof UsageError && error.code === 'RELEASE_FILE_INVALID')
      return error.details.problems as readonly ReleaseProblem[];
    throw error;
  }
  throw new Error('The release file was accepted.');
}
