import {formatCount} from '../number-text.js';
import {formatFields, formatTable} from '../table.js';

/** What stands on the screen while a sandbox runs: lines to copy into the shell of every client. */
export function sandboxText(endpoint: string, environment: Readonly<Record<string, string>>): string {
  const exports = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);
  return [
    `The sandbox answers at ${endpoint} until Ctrl-C. In another shell:`,
    '',
    ...exports,
    '',
    'Then, for example:',
    '',
    '  lambda-release publish hello --create --role arn:aws:iam::000000000000:role/any \\',
    '    --runtime nodejs22.x --handler index.handler --source FOLDER',
  ].join('\n');
}

/** What traffic came to, as far as it is shown. */
export interface TrafficSummary {
  readonly sent: number;
  readonly served: number;
  readonly failed: number;
  readonly throttled: number;
  readonly lost: number;
  readonly skipped: number;
  readonly versions: Readonly<Record<string, {readonly served: number; readonly failed: number}>>;
  /** Why the latest of the lost ones was lost. */
  readonly lastLoss?: string;
}

/** One line about traffic that goes on. */
export function trafficLine({sent, served, failed, throttled, lost, lastLoss, versions}: TrafficSummary): string {
  const split = Object.entries(versions).map(
    ([version, each]) => `version ${version} ${formatCount(each.served + each.failed)}`,
  );
  const refused = throttled > 0 ? `, ${formatCount(throttled)} throttled` : '';
  const unanswered = lost > 0 ? `, ${formatCount(lost)} lost (${lastLoss ?? 'no reason given'})` : '';
  return `${formatCount(sent)} sent, ${formatCount(served)} served, ${formatCount(failed)} failed${refused}${unanswered}; ${split.join(', ') || 'nothing answered yet'}`;
}

/** Finished traffic: totals, and a row a version. */
export function trafficText(report: TrafficSummary): string {
  const fields = formatFields([
    ['Sent', formatCount(report.sent)],
    ['Throttled', report.throttled > 0 ? formatCount(report.throttled) : undefined],
    [
      'Lost',
      report.lost > 0
        ? `${formatCount(report.lost)}, the last one: ${report.lastLoss ?? 'no reason given'}`
        : undefined,
    ],
    ['Skipped', report.skipped > 0 ? `${formatCount(report.skipped)}, too many were unanswered` : undefined],
  ]);
  const rows = Object.entries(report.versions).map(([version, each]) => [
    version,
    formatCount(each.served),
    formatCount(each.failed),
  ]);
  if (rows.length === 0) return fields;
  return `${fields}\n\n${formatTable([{heading: 'Version'}, {heading: 'Served', align: 'right'}, {heading: 'Failed', align: 'right'}], rows)}`;
}

/** A rate that was chosen, by both clocks. */
export function rateText(rps: number, speed: number): string {
  const aMinute = Math.round((rps * 60) / speed);
  return `${rps} invocations a second, ${aMinute} a minute by the sandbox's clock${speed > 1 ? `, which runs ${speed} times as fast` : ''}; --rps says another rate.`;
}
