import {formatUsd, unpricedText} from '../../../model/price/cost.js';
import type {Choices} from '../../../model/tune/choices.js';
import type {TriedSize} from '../../../model/tune/tried-size.js';
import {formatCount, formatCountOf, formatMilliseconds} from '../../number-text.js';
import {formatFields, formatTable} from '../../table.js';

/** What is to be called, and how often. */
export interface TunePlanReport {
  readonly sizes: readonly number[];
  /** Of warm environments, with each size. */
  readonly calls: number;
  readonly parallel: number;
  readonly events: number;
  /** The function that is made for it. */
  readonly copy: string;
  readonly timeoutSeconds: number;
  /** Of all sizes, those that begin environments included. */
  readonly mostCalls: number;
  readonly mostUsd?: number;
}

/** What trying sizes of memory came to. */
export interface TuneReport {
  readonly functionName: string;
  readonly version: string;
  readonly region: string;
  readonly architecture: string;
  /** What the version has. */
  readonly memoryMb: number;
  readonly plan: TunePlanReport;
  /** Nothing was called. */
  readonly dryRun: boolean;
  readonly sizes: readonly TriedSize[];
  readonly choices?: Choices;
  /** The day of the prices; absent where none is known. */
  readonly pricesOf?: string;
}

/** What is about to be called, how often, and what that costs at the most. */
export function tunePlanText(report: TuneReport): string {
  const {functionName, version, memoryMb, plan} = report;
  const {sizes, calls, parallel, events, copy, timeoutSeconds, mostCalls, mostUsd} = plan;
  const together = parallel > 1 ? `, ${parallel} at one time` : '';
  const most = `${formatCount(mostCalls)} at the most, with those that begin environments`;
  const cost =
    mostUsd === undefined
      ? unpricedText(report)
      : `at most ${formatUsd(mostUsd)}, if each took all of its ${timeoutSeconds} s`;
  const fields = formatFields(
    [
      ['Sizes', `${sizes.map(formatCount).join(', ')} MB; now ${formatCount(memoryMb)}`],
      ['Calls', `${formatCount(calls)} of each${together}; ${most}`],
      ['Events', `${formatCountOf(events, 'event')}, and what the function does for one it does each time`],
      ['Called is', `${copy}, a copy that is made for it and deleted at the end`],
      ['Costs', cost],
    ],
    '  ',
  );
  return `${functionName}:${version} would be tried with ${formatCountOf(sizes.length, 'size')} of memory.\n${fields}`;
}

/** What became of a size, in a line. */
export function triedText(size: TriedSize): string {
  const name = `${formatCount(size.memoryMb)} MB`;
  if (size.kind === 'failed') return `${name}: ${size.reason}`;
  const cost = size.usd === undefined ? '' : `, ${formatUsd(size.usd)} a million`;
  return `${name}: mean ${formatMilliseconds(size.meanMs)}${cost}`;
}

/** A row a size, and which is best at what. */
export function tuneText(report: TuneReport): string {
  const {functionName, version, memoryMb, sizes, choices, dryRun} = report;
  if (dryRun || choices === undefined) return tunePlanText(report);
  const {head, rows} = tuneTable(report);
  const columns = head.map((heading, index) => ({heading, ...(index < head.length - 1 && {align: 'right' as const})}));
  const failures = sizes.flatMap((size) => (size.kind === 'failed' ? [triedText(size)] : []));
  const isGood = memoryMb === choices.balanced || memoryMb === choices.cheapest;
  const taking = `To take ${formatCount(choices.balanced)} MB: memory: ${choices.balanced} for it in the release file, then lambda-release deploy ${functionName}`;
  return [
    ...[`${functionName}:${version}`, formatTable(columns, rows)],
    ...failures,
    '',
    `${whereText(report)}; of warm environments.`,
    isGood ? 'It has a good size already.' : `Nothing was changed. ${taking}`,
  ].join('\n');
}

export function tuneTable({memoryMb, sizes, choices}: TuneReport): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const rows = sizes.map((size) => {
    const name = `${formatCount(size.memoryMb)} MB${size.memoryMb === memoryMb ? ' now' : ''}`;
    if (size.kind === 'failed') return [name, '–', '–', '–', '–', '–', 'failed'];
    const {meanMs, p90Ms, initMs, maxMemoryMb, usd} = size;
    return [
      ...[name, formatMilliseconds(meanMs), formatMilliseconds(p90Ms)],
      ...[initMs === undefined ? '–' : formatMilliseconds(initMs), `${formatCount(maxMemoryMb)} MB`],
      ...[usd === undefined ? '–' : formatUsd(usd), choices ? praise(size.memoryMb, choices) : ''],
    ];
  });
  return {head: ['Memory', 'Mean', 'p90', 'Init', 'Used', 'A million', 'Best'], rows};
}

/** By which prices. */
export function whereText({region, architecture, pricesOf}: TuneReport): string {
  if (pricesOf === undefined) return `No cost: ${unpricedText({region, architecture})}`;
  return `Prices of ${pricesOf}, ${region}, ${architecture}`;
}

function praise(memoryMb: number, choices: Choices): string {
  return Object.entries(choices)
    .flatMap(([name, best]) => (best === memoryMb ? [name] : []))
    .join(', ');
}
