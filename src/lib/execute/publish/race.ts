import {AwsError} from '../../errors.js';
import {compareVersions, type Version} from '../../model/versions/version.js';
import {configurationDifferences, versionedDifferences} from '../../plan/publish/configuration.js';
import type {AwsErrorCode} from '../../ports/aws-error-code.js';
import type {FunctionConfiguration, FunctionsPort} from '../../ports/lambda/functions.js';

/** TagResource and the like move a function's RevisionId and nothing else. More often than this it is no coincidence. */
export const MOST_MOVED_REVISIONS = 5;

/** Whether AWS said this. */
export function saidAws(error: unknown, code: AwsErrorCode): error is AwsError {
  return error instanceof AwsError && error.code === code;
}

/**
 * Throws AwsError PRECONDITION_FAILED, naming the fields, unless `$LATEST` is what it should be. Its RevisionId moves by
 * itself when an update ends, so between two of our writes only the contents can tell whether somebody else wrote.
 */
export function requireUntouched(found: FunctionConfiguration, expected: FunctionConfiguration): void {
  const fields = configurationDifferences(found, expected);
  if (fields.length === 0) return;
  throw new AwsError(
    `Somebody else changed ${found.functionName} while it was being published: ${fields.join(', ')}.`,
    {
      code: 'PRECONDITION_FAILED',
      suggestions: [
        'Run the same command again: it reads what is there now and publishes on top of it.',
        `See who it was: aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=${found.functionName}`,
      ],
      details: {functionName: found.functionName, fields},
    },
  );
}

/**
 * What a refused PublishVersion means, by the newest version there is: `ours`, made although the answer was lost, with this
 * code, configuration and text; `foreign`, somebody else's that is newer than all there were; or none at all.
 */
export type FoundPublish = {readonly ours: FunctionConfiguration} | 'foreign' | 'none';

/** Looks for a version that was published since the plan was made. Throws AwsError. */
export async function findLostPublish(
  functions: FunctionsPort,
  wanted: {
    readonly expected: FunctionConfiguration;
    readonly description: string;
    readonly previousVersion?: Version;
  },
  signal?: AbortSignal,
): Promise<FoundPublish> {
  const {functionName} = wanted.expected;
  const newest = (await functions.listVersions(functionName, signal)).at(-1);
  if (newest === undefined) return 'none';
  if (wanted.previousVersion !== undefined && compareVersions(newest.version, wanted.previousVersion) <= 0) {
    return 'none';
  }
  if (newest.description !== wanted.description) return 'foreign';
  const found = await functions.getFunction(functionName, newest.version, signal);
  if (found === undefined || versionedDifferences(found, wanted.expected).length > 0) return 'foreign';
  return {ours: found};
}
