import {formatCount} from '../number-text.js';
import {formatFields, formatTable} from '../table.js';

const BAR_WIDTH = 40;

/** The account's pool in one region and who holds what of it. */
export interface ConcurrencyReport {
  readonly limit: number;
  readonly unreserved: number;
  /** AWS leaves at least this much unreserved. */
  readonly floor: number;
  /** What a single function could still reserve. */
  readonly reservable: number;
  readonly reservations: readonly {readonly functionName: string; readonly reserved: number}[];
}

/** The pool for people: a bar, the numbers, and a line a reservation, largest first; stopped functions are marked. */
export function concurrencyText(report: ConcurrencyReport): string {
  const {limit, unreserved, floor, reservable, reservations} = report;
  const head = formatFields([
    ['Account limit', formatCount(limit)],
    ['Reserved', formatCount(limit - unreserved)],
    ['Unreserved', `${formatCount(unreserved)} (AWS keeps at least ${formatCount(floor)})`],
    ['Reservable', formatCount(reservable)],
  ]);
  const bar = concurrencyBar({limit, reserved: limit - unreserved});
  if (reservations.length === 0) return `${bar}\n${head}\n\nNo function reserves anything.`;
  const sorted = [...reservations].sort(
    (a, b) => b.reserved - a.reserved || (a.functionName < b.functionName ? -1 : 1),
  );
  const table = formatTable(
    [{heading: 'Function'}, {heading: 'Reserved', align: 'right'}, {heading: 'Share', align: 'right'}, {heading: ''}],
    sorted.map(({functionName, reserved}) => [
      functionName,
      formatCount(reserved),
      `${((reserved / limit) * 100).toFixed(1)}%`,
      reserved === 0 ? 'stopped' : '',
    ]),
  );
  return `${bar}\n${head}\n\n${table}`;
}

/** `[████░░░░]`: how much of the limit is reserved. What is reserved at all is never drawn as nothing. */
export function concurrencyBar({limit, reserved}: {readonly limit: number; readonly reserved: number}): string {
  const share = limit > 0 ? Math.min(1, Math.max(0, reserved / limit)) : 0;
  const filled = Math.max(reserved > 0 ? 1 : 0, Math.round(share * BAR_WIDTH));
  return `[${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}]`;
}
