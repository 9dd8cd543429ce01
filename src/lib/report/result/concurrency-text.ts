import type {ReservePlan} from '../../plan/concurrency.js';
import {formatCount} from '../number-text.js';
import {formatFields, formatTable} from '../table.js';

const BAR_WIDTH = 40;

/** The account's pool in one region, and who holds what of it. */
export interface ConcurrencyReport {
  /** Present when one function was asked about. */
  readonly functionName?: string;
  /** Its reservation; absent when nothing is reserved, 0 when it is stopped. */
  readonly reserved?: number;
  readonly account: {readonly limit: number; readonly unreserved: number};
  /** Absent when they were not asked for. */
  readonly reservations?: readonly {readonly functionName: string; readonly reserved: number}[];
}

/** The pool for people: a bar, the numbers, and a line a reservation, largest first; stopped functions are marked. */
export function concurrencyText(report: ConcurrencyReport): string {
  const {functionName, account, reservations} = report;
  const {limit, unreserved} = account;
  const reservedInAll = limit - unreserved;
  const head = formatFields([
    ['Function', functionName && `${functionName}, ${reservedText(report.reserved)}`],
    ['Account limit', formatCount(limit)],
    ['Reserved', formatCount(reservedInAll)],
    ['Unreserved', formatCount(unreserved)],
  ]);
  const bar = concurrencyBar({limit, reserved: reservedInAll});
  if (reservations === undefined) return `${bar}\n${head}`;
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

/** What a function's reservation means: `50 reserved`, `nothing reserved`, or that it is stopped. */
export function reservedText(reserved: number | undefined): string {
  if (reserved === undefined) return 'nothing reserved';
  return reserved === 0 ? '0 reserved: it is stopped, every call is refused' : `${formatCount(reserved)} reserved`;
}

/** `[████░░░░]`: how much of the limit is reserved. What is reserved at all is never drawn as nothing. */
export function concurrencyBar({limit, reserved}: {readonly limit: number; readonly reserved: number}): string {
  const share = limit > 0 ? Math.min(1, Math.max(0, reserved / limit)) : 0;
  const filled = Math.max(reserved > 0 ? 1 : 0, Math.round(share * BAR_WIDTH));
  return `[${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}]`;
}

/** A change of a reservation, made or planned. */
export interface ReservationReport {
  readonly functionName: string;
  readonly previousReserved?: number;
  readonly reserved?: number;
  readonly changed: boolean;
  readonly unreserved: number;
  readonly dryRun: boolean;
  readonly restoreCommand: string;
}

/** A changed reservation for people: what is now, what was before, and the command that restores it. */
export function reservationText(report: ReservationReport): string {
  const {functionName, previousReserved, reserved, changed, unreserved, dryRun, restoreCommand} = report;
  if (!changed) return `${functionName}: ${reservedText(reserved)} already; nothing to do.`;
  const fields = formatFields(
    [
      ['Before', reservedText(previousReserved)],
      ['Unreserved', `${formatCount(unreserved)} in the account`],
      ['Restore', restoreCommand],
    ],
    '  ',
  );
  return `${functionName}: ${reservedText(reserved)}${dryRun ? ' (dry run, nothing was changed)' : ''}\n${fields}`;
}

/** What `--dry-run` says: the change as it would be. */
export function toPlannedReservation(plan: ReservePlan): ReservationReport {
  const {functionName, previous, reserved, changed, unreservedAfter, restoreCommand} = plan;
  return {
    functionName,
    ...(previous !== undefined && {previousReserved: previous}),
    ...(reserved !== undefined && {reserved}),
    changed,
    unreserved: unreservedAfter,
    dryRun: true,
    restoreCommand,
  };
}
