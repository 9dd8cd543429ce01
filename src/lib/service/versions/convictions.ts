import {splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import {isSameRelease} from '../../plan/publish/same-release.js';
import type {Refusal} from '../../plan/refusal.js';
import {type ConvictedVersion, convictedRefusals, type WantedRelease} from '../../plan/versions/convicted-release.js';
import {recordedConvictions} from '../../plan/versions/recorded-convictions.js';
import {type RecordOptions, recordGroup} from '../record-group.js';
import type {Session} from '../session.js';
import {readRecord} from './read-record.js';

export interface RetryOptions extends RecordOptions {
  /** Release it although it was convicted before. */
  readonly retry?: boolean | undefined;
}

/**
 * Objections against a release that was convicted behind the alias before, as far as the alias or the record remembers; with
 * `retry` none. What neither remembers, or a version that is deleted by now, is not known. Throws UsageError, AwsError.
 */
export async function retryRefusals(
  session: Session,
  alias: AliasState,
  wanted: WantedRelease,
  options: RetryOptions,
  signal: AbortSignal,
): Promise<readonly Refusal[]> {
  if (options.retry === true) return [];
  const noted = convictedRefusals(alias, wanted, await notedVersion(session, alias, signal));
  return noted.length > 0 ? noted : recordedRefusals(session, alias, wanted, options, signal);
}

async function notedVersion(
  {functions}: Session,
  {functionName, description}: AliasState,
  signal: AbortSignal,
): Promise<readonly ConvictedVersion[]> {
  const {convicted: conviction} = splitDescription(description);
  const configuration = conviction && (await functions.getFunction(functionName, conviction.version, signal));
  return configuration ? [{conviction, configuration}] : [];
}

/** The record is read where there is something in it to find: another version of the same. */
async function recordedRefusals(
  session: Session,
  {functionName, alias, stable}: AliasState,
  wanted: WantedRelease,
  options: RetryOptions,
  signal: AbortSignal,
): Promise<readonly Refusal[]> {
  const logGroup = await recordGroup(
    {...options, environment: session.environmentName ?? options.environment},
    session.folder,
  );
  if (logGroup === undefined) return [];
  const versions = await session.paced.functions.listVersions(functionName, signal);
  const same = versions.filter(
    (each) => each.version !== stable && isSameRelease(wanted.configuration, each, wanted.contentDigest),
  );
  const [oldest] = same;
  if (!oldest) return [];
  const fromMs = Date.parse(oldest.lastModified) || 0;
  const otherwise = 'whether this was taken back before is not known';
  const record = await readRecord(session, {logGroup, functionName, fromMs}, otherwise, signal);
  const convictions = recordedConvictions(record ?? [], alias);
  const convicted = same.flatMap((configuration) => {
    const conviction = convictions.get(configuration.version);
    return conviction ? [{conviction, configuration}] : [];
  });
  return convictedRefusals({functionName, alias}, wanted, convicted.toReversed());
}
