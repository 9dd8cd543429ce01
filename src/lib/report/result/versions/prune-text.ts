import {formatBytes} from '../../../model/byte-size.js';
import type {KeptVersion, PrunedVersion, PruneOutcome, PrunePlan} from '../../../plan/versions/prune.js';
import type {CodeStorage} from '../../../ports/lambda/versions.js';
import {formatCountOf} from '../../number-text.js';
import {formatFields, formatTable} from '../../table.js';
import {keepReasonText} from './version-use-text.js';
import {formatAwsTime} from './versions-text.js';

export interface PruneReport {
  readonly functionName: string;
  readonly dryRun: boolean;
  readonly changed: boolean;
  /** Deleted, or to be deleted under --dry-run; oldest first. */
  readonly removed: readonly PrunedVersion[];
  /** Of the packages as they were uploaded, zipped; `storage` is AWS's own count. */
  readonly freedBytes: number;
  readonly kept: readonly KeptVersion[];
  /** Planned, but needed by the time it was their turn. */
  readonly spared: PruneOutcome['spared'];
  /** Of the account in this region, before. */
  readonly storage: CodeStorage;
}

/** A plan, or what became of it, as it is reported. */
export function toPruneReport(plan: PrunePlan, outcome?: PruneOutcome): PruneReport {
  const removed = outcome?.deleted ?? plan.removed;
  return {
    functionName: plan.functionName,
    dryRun: outcome === undefined && plan.removed.length > 0,
    changed: removed.length > 0,
    removed,
    freedBytes: removed.reduce((sum, {zippedBytes}) => sum + zippedBytes, 0),
    kept: plan.kept,
    spared: outcome?.spared ?? [],
    storage: plan.storage,
  };
}

/** What would go and what stays, shown before anybody agrees to it. */
export function prunePlanText({functionName, removed, kept, freedBytes, storage}: PrunePlan): string {
  const rows = [
    ...kept.map(({version, reasons}) => [version, 'keep', reasons.map(keepReasonText).join(', ')]),
    ...removed
      .toReversed()
      .map(({version, modifiedAt, zippedBytes}) => [
        version,
        'delete',
        `${formatAwsTime(modifiedAt)} UTC, ${formatBytes(zippedBytes)}`,
      ]),
  ];
  const table = formatTable([{heading: 'Version', align: 'right'}, {heading: 'Plan'}, {heading: 'Why'}], rows);
  return `${functionName}\n${table}\n${storageText(freedBytes, storage)}`;
}

/** A finished or planned prune for people. */
export function pruneText(report: PruneReport): string {
  const {functionName, dryRun, removed, kept, spared, freedBytes, storage} = report;
  if (removed.length === 0 && spared.length === 0) {
    return `${functionName}: nothing to delete, ${formatCountOf(kept.length, 'version')} kept.`;
  }
  const versions = removed.map(({version}) => version).join(', ');
  const heading = `${functionName}: ${formatCountOf(removed.length, 'version')} ${dryRun ? 'would be ' : ''}deleted, ${kept.length} kept.`;
  const fields = formatFields(
    [
      [dryRun ? 'Would delete' : 'Deleted', versions === '' ? 'none' : versions],
      ...spared.map(({version, uses}): [string, string] => [
        `Spared ${version}`,
        `${uses.map(keepReasonText).join(', ')} since the plan was made`,
      ]),
    ],
    '  ',
  );
  return `${heading}\n${fields}\n  ${storageText(freedBytes, storage, !dryRun)}`;
}

/** AWS tells how large a version is zipped, but documents the quota of the region as unzipped: two counts, told apart. */
function storageText(freedBytes: number, {usedBytes, limitBytes}: CodeStorage, isDone = false): string {
  const share = limitBytes > 0 ? ` (${((usedBytes / limitBytes) * 100).toFixed(1)}%)` : '';
  const stored = `${formatBytes(usedBytes)} of ${formatBytes(limitBytes)}${share}`;
  return isDone
    ? `Freed packages of ${formatBytes(freedBytes)} zipped; by AWS's own count, the account stored ${stored} in this region before.`
    : `Frees packages of ${formatBytes(freedBytes)} zipped; by AWS's own count, the account stores ${stored} in this region.`;
}
