import {formatDuration} from '../../model/duration.js';
import {formatFailureCause} from '../../model/failure-cause.js';
import {formatCount} from '../number-text.js';
import {formatFields, formatTable} from '../table.js';
import type {RolloutReport} from './rollout/rollout-text.js';
import type {TrafficSummary} from './sandbox-text.js';

/** What the demo came to. */
export interface DemoReport {
  readonly releases: readonly {
    readonly version: string;
    readonly outcome: 'created' | 'promoted' | 'rolled back';
    readonly record?: RolloutReport;
  }[];
  readonly traffic: TrafficSummary;
  readonly asItShould: boolean;
}

/** The demo's last page: what each version served, and what the rollback cost. */
export function demoText({releases, traffic, asItShould}: DemoReport): string {
  const rows = releases.map(({version, outcome, record}) => {
    const {served = 0, failed = 0} = traffic.versions[version] ?? {};
    const took = record && formatDuration(record.endedMs - record.startedMs);
    return [version, outcome, took ?? '–', formatCount(served), formatCount(failed)];
  });
  const table = formatTable(
    [
      {heading: 'Version'},
      {heading: 'Outcome'},
      {heading: 'Rollout took', align: 'right'},
      {heading: 'Served', align: 'right'},
      {heading: 'Failed', align: 'right'},
    ],
    rows,
  );
  const verdict = asItShould
    ? 'The good version was promoted, the bad one was taken back.'
    : 'This is not how it should have ended: see the table.';
  return `${table}\n\n${costText({releases, traffic})}\n\n${verdict}`;
}

function costText({releases, traffic}: Pick<DemoReport, 'releases' | 'traffic'>): string {
  const bad = releases.find(({outcome}) => outcome === 'rolled back');
  const failed = traffic.versions[bad?.version ?? '']?.failed ?? 0;
  const share = ((failed / Math.max(1, traffic.sent)) * 100).toFixed(2);
  const reason = (bad?.record?.watch ?? bad?.record?.comparison)?.reason;
  const [cause] = bad?.record?.failureCauses ?? [];
  return formatFields([
    ['Rollback cost', `${formatCount(failed)} failed of ${formatCount(traffic.sent)} calls in all (${share}%)`],
    ['Why', reason],
    ['Its logs', cause && formatFailureCause(cause)],
    ['Time', 'an hour of this page is a minute of yours: the sandbox runs at 60 times the speed'],
  ]);
}
