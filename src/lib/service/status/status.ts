import {findReleaseFile} from '../../config/load-release-file.js';
import type {ReleaseFile} from '../../config/release-file.js';
import {UsageError} from '../../errors.js';
import {formatDuration} from '../../model/duration.js';
import {type FunctionRef, parseFunctionRef} from '../../model/function/ref.js';
import type {StatusTarget} from '../../observe/status/status.js';
import type {StatusReport} from '../../report/result/status/status-text.js';
import {notThere} from '../not-there.js';
import {findFileOnCall} from '../on-call-file.js';
import type {Session} from '../session.js';
import {readStatus} from './read-status.js';
import {statusOfRegion} from './region.js';
import {watchStatus} from './watch.js';

const EVERY_MS = 10_000;
/** A reading takes ten requests and more, and AWS allows fifteen a second to everybody in the account. */
const LEAST_EVERY_MS = 2_000;

interface StatusOptions {
  readonly config?: string | undefined;
  /** Read again and again until the signal comes. */
  readonly watch: boolean;
  /** Of every alias of the region in which something is under way, whatever the release file says. */
  readonly 'region-wide'?: boolean;
  /** Between two readings, milliseconds. */
  readonly every?: number | undefined;
}

/**
 * The status of the functions that are named, or of all of the release file; without one, of all of the region that is under way. Throws UsageError, RefusedError, AwsError.
 */
export async function status(
  session: Session,
  named: readonly FunctionRef[] | undefined,
  {config, watch, every, 'region-wide': regionWide = false}: StatusOptions,
  signal: AbortSignal,
): Promise<StatusReport> {
  if (every !== undefined && every < LEAST_EVERY_MS) throw tooShort(every);
  const file = named ? await findFileOnCall(session, config, signal) : await findReleaseFile(config, session);
  if (named && regionWide) throw namedAndAll();
  if (!named && (regionWide || (!file && !watch))) return statusOfRegion(session, signal);
  const targets = named?.map(toTarget) ?? targetsOf(file);
  const question = {targets, file, judgeByEverything: named !== undefined};
  let warn = true;
  const read = async (limit: AbortSignal) => {
    const report = await readStatus(session, question, {showProgress: !watch, warn}, limit);
    warn = false;
    const [missing] = report.missing;
    // What the release file names may not have been created yet; what was typed should be there.
    if (named !== undefined && missing !== undefined) throw notThere(parseFunctionRef(missing));
    return report;
  };
  return watch ? watchStatus(session, {everyMs: every ?? EVERY_MS, read}, signal) : read(signal);
}

function toTarget({functionName, qualifier}: FunctionRef): StatusTarget {
  return {functionName, alias: qualifier};
}

function targetsOf(file: ReleaseFile | undefined): readonly StatusTarget[] {
  const names = [...(file?.functions.keys() ?? [])];
  if (names.length > 0) return names.map((functionName) => ({functionName}));
  throw new UsageError('No function is named.', {
    code: 'FUNCTION_MISSING',
    suggestions: [
      'Name one: lambda-release status checkout',
      'All of the region: lambda-release status --region-wide',
      'Or list functions in release.yml.',
    ],
  });
}

function namedAndAll(): UsageError {
  return new UsageError('Functions are named, and --region-wide means every one.', {
    code: 'FUNCTIONS_AND_ALL',
    suggestions: ['Leave one of them out.'],
  });
}

function tooShort(everyMs: number): UsageError {
  return new UsageError(`--every ${formatDuration(everyMs)} would take up what AWS allows the whole account.`, {
    code: 'EVERY_TOO_SHORT',
    suggestions: [`Write ${formatDuration(LEAST_EVERY_MS)} or more.`],
  });
}
