import {AwsError} from '../../errors.js';
import type {PruneOutcome, PrunePlan} from '../../plan/versions/prune.js';

/** The error a prune ends its command with when a version it should have deleted is still there; exit 4. */
export function toPruneError(
  {functionName, removed}: PrunePlan,
  {deleted, spared, failed, left}: PruneOutcome,
): AwsError | undefined {
  if (failed.length === 0) return undefined;
  const lines = failed.map(({version, message}) => `Version ${version}: ${message}`);
  if (left.length > 0) lines.push(`Not tried any more: ${left.join(', ')}.`);
  return new AwsError(
    `${functionName}: ${deleted.length} of ${removed.length} versions were deleted.\n${lines.join('\n')}`,
    {
      code: 'PRUNE_INCOMPLETE',
      suggestions: [
        `See what there is and what uses it: lambda-release versions list ${functionName}`,
        `Try the rest again: lambda-release versions prune ${functionName}`,
      ],
      details: {
        deleted: deleted.map(({version}) => version),
        spared: spared.map(({version}) => version),
        failed,
        left,
      },
    },
  );
}
