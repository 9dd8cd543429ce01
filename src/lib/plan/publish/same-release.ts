import {notedDigest} from '../../model/versions/content-note.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import {versionedDifferences} from './configuration.js';

/**
 * Whether two are the same release by other numbers: the same code, by its bytes or by its content, and the same
 * configuration, layers included. `contentDigest` is what the first is, where it has no note that says it.
 */
export function isSameRelease(
  one: FunctionConfiguration,
  other: FunctionConfiguration,
  contentDigest: string | undefined = notedDigest(one),
): boolean {
  const {codeSha256} = other;
  const hasCode =
    one.codeSha256 === codeSha256 || (contentDigest !== undefined && notedDigest(other) === contentDigest);
  return hasCode && versionedDifferences({...one, codeSha256}, other).length === 0;
}
