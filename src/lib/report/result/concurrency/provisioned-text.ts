import {type AliasRef, formatAliasRef} from '../../../model/function/ref.js';
import type {ProvisionPlan} from '../../../plan/concurrency/provision.js';
import type {ProvisionedState} from '../../../ports/lambda/provisioned.js';
import {formatCount} from '../../number-text.js';
import {formatFields} from '../../table.js';

/** A change of an alias's provisioned concurrency, made or planned. */
export interface ProvisionReport extends AliasRef {
  readonly action: ProvisionPlan['kind'];
  readonly changed: boolean;
  readonly dryRun: boolean;
  /** Asked for before; absent when there was none. */
  readonly previousRequested?: number;
  /** Absent when it was removed. */
  readonly requested?: number;
  readonly allocated?: number;
  readonly status?: string;
  readonly restoreCommand: string;
}

/** A plan and what AWS holds after it; without a state it is the plan alone. */
export function toProvisionReport(
  plan: ProvisionPlan,
  {dryRun, state}: {readonly dryRun: boolean; readonly state?: ProvisionedState | undefined},
): ProvisionReport {
  const {ref, kind, changed, wanted, before} = plan;
  const name = formatAliasRef(ref);
  return {
    ...ref,
    action: kind,
    changed,
    dryRun,
    ...(before && {previousRequested: before.requested}),
    ...(wanted !== undefined && {requested: wanted}),
    ...(state && {allocated: state.allocated, status: state.status}),
    restoreCommand: before
      ? `lambda-release concurrency provision ${name} ${before.requested}`
      : `lambda-release concurrency unprovision ${name}`,
  };
}

/** Provisioned concurrency for people: what is now, what was before, and the command that restores it. */
export function provisionText(report: ProvisionReport): string {
  const {requested, changed, dryRun, previousRequested, allocated, status, restoreCommand} = report;
  const name = formatAliasRef(report);
  const now = requested === undefined ? 'nothing provisioned' : `${formatCount(requested)} provisioned`;
  const standing = status === undefined ? undefined : `${status}, ${allocated} of ${requested} allocated`;
  if (!changed)
    return `${name}: ${now} already; nothing to do.${standing ? `\n${formatFields([['Status', standing]], '  ')}` : ''}`;
  const fields = formatFields(
    [
      [
        'Before',
        previousRequested === undefined ? 'nothing provisioned' : `${formatCount(previousRequested)} provisioned`,
      ],
      ['Status', standing],
      ['Restore', restoreCommand],
    ],
    '  ',
  );
  return `${name}: ${now}${dryRun ? ' (dry run, nothing was changed)' : ''}\n${fields}`;
}
