import type {ReservedBefore} from '../../../model/reserved-before.js';
import {DOCUMENTED_FLOOR, type ReservePlan, toRestoreCommand} from '../../../plan/concurrency/concurrency.js';
import type {ConcurrencyPeaks} from '../../../ports/concurrency-metrics.js';
import type {AccountConcurrency, Reservation} from '../../../ports/lambda/concurrency.js';
import {formatCount} from '../../number-text.js';
import {formatFields, formatTable} from '../../table.js';

const BAR_WIDTH = 40;
const ROW_BAR_WIDTH = 20;

/** The account's pool in one region, and who holds what of it. Peaks are of the last 24 hours, absent without traffic. */
export interface ConcurrencyReport {
  /** Present when one function was asked about. */
  readonly functionName?: string;
  /** Its reservation; absent when nothing is reserved, 0 when it is stopped. */
  readonly reserved?: number;
  readonly peak?: number;
  /** The command that starts a stopped function with what it had, when that was kept. */
  readonly restoreCommand?: string;
  readonly account: {
    readonly limit: number;
    readonly unreserved: number;
    /** What AWS keeps unreserved by its documentation. */
    readonly floor: number;
    readonly peak?: number;
  };
  /** Absent when they were not asked for. */
  readonly reservations?: readonly {
    readonly functionName: string;
    readonly reserved: number;
    readonly peak?: number;
  }[];
}

interface Observed {
  readonly functionName?: string;
  readonly reserved?: number;
  readonly reservedBefore?: ReservedBefore;
  readonly account: AccountConcurrency;
  readonly reservations?: readonly Reservation[];
}

/** What was observed as it is reported; without peaks when they could not be read. */
export function toConcurrencyReport(observed: Observed, peaks: ConcurrencyPeaks | undefined): ConcurrencyReport {
  const {functionName, reserved, reservedBefore, account, reservations} = observed;
  const peakOf = (name: string) => {
    const peak = peaks?.byFunction.get(name);
    return peak === undefined ? {} : {peak};
  };
  return {
    ...(functionName !== undefined && {functionName, ...peakOf(functionName)}),
    ...(reserved !== undefined && {reserved}),
    ...(functionName !== undefined &&
      reservedBefore !== undefined && {
        restoreCommand: toRestoreCommand(functionName, reservedBefore === 'none' ? undefined : reservedBefore),
      }),
    account: {...account, floor: DOCUMENTED_FLOOR, ...(peaks?.account !== undefined && {peak: peaks.account})},
    ...(reservations && {reservations: reservations.map((held) => ({...held, ...peakOf(held.functionName)}))}),
  };
}

/** The pool for people: a bar, the numbers, and a line a reservation, largest first; stopped functions are marked. */
export function concurrencyText(report: ConcurrencyReport): string {
  const {functionName, account, reservations} = report;
  const {limit, unreserved, floor} = account;
  const reservedInAll = limit - unreserved;
  const head = formatFields([
    ['Function', functionName && `${functionName}, ${reservedText(report.reserved)}`],
    ['Restore', report.restoreCommand],
    ['Its peak', functionName && peakText(report.peak)],
    ['Account limit', formatCount(limit)],
    ['Reserved', formatCount(reservedInAll)],
    ['Unreserved', formatCount(unreserved)],
    ['Floor', `${formatCount(floor)} stay unreserved; ${formatCount(Math.max(0, unreserved - floor))} can be reserved`],
    ['Account peak', peakText(account.peak)],
  ]);
  const bar = concurrencyBar({limit, reserved: reservedInAll});
  if (reservations === undefined) return `${bar}\n${head}`;
  if (reservations.length === 0) return `${bar}\n${head}\n\nNo function reserves anything.`;
  const sorted = [...reservations].sort(
    (a, b) => b.reserved - a.reserved || (a.functionName < b.functionName ? -1 : 1),
  );
  const table = formatTable(
    [
      {heading: 'Function'},
      {heading: 'Reserved', align: 'right'},
      {heading: 'Share', align: 'right'},
      {heading: 'Peak, 24 h', align: 'right'},
      {heading: ''},
    ],
    sorted.map(({functionName, reserved, peak}) => [
      functionName,
      formatCount(reserved),
      `${((reserved / limit) * 100).toFixed(1)}%`,
      peak === undefined ? undefined : formatCount(peak),
      reserved === 0 ? 'stopped' : concurrencyBar({limit, reserved}, ROW_BAR_WIDTH),
    ]),
  );
  return `${bar}\n${head}\n\n${table}`;
}

function peakText(peak: number | undefined): string | undefined {
  return peak === undefined ? undefined : `${formatCount(peak)} at a time in the last 24 hours`;
}

/** What a function's reservation means: `50 reserved`, `nothing reserved`, or that it is stopped. */
export function reservedText(reserved: number | undefined): string {
  if (reserved === undefined) return 'nothing reserved';
  return reserved === 0 ? '0 reserved: it is stopped, every call is refused' : `${formatCount(reserved)} reserved`;
}

/** `[████░░░░]`: how much of the limit is reserved. What is reserved at all is never drawn as nothing. */
export function concurrencyBar(
  {limit, reserved}: {readonly limit: number; readonly reserved: number},
  width = BAR_WIDTH,
): string {
  const share = limit > 0 ? Math.min(1, Math.max(0, reserved / limit)) : 0;
  const filled = Math.max(reserved > 0 ? 1 : 0, Math.round(share * width));
  return `[${'█'.repeat(filled)}${'░'.repeat(width - filled)}]`;
}

/** A change of a reservation, made or planned. */
export interface ReservationReport {
  readonly functionName: string;
  readonly previousReserved?: number;
  /** Why what was reserved before could not be read; then there is no `restoreCommand` either. */
  readonly previousUnknown?: string;
  readonly reserved?: number;
  readonly changed: boolean;
  /** The account's unreserved pool; absent when AWS did not tell. */
  readonly unreserved?: number;
  readonly dryRun: boolean;
  readonly restoreCommand?: string;
}

/** A changed reservation for people: what is now, what was before, and the command that restores it. */
export function reservationText(report: ReservationReport): string {
  const {functionName, previousReserved, previousUnknown, reserved, changed, unreserved, dryRun} = report;
  const restore = ['Restore', report.restoreCommand ?? unknownWayBack(functionName)] as const;
  if (!changed) {
    const already = `${functionName}: ${reservedText(reserved)} already; nothing to do.`;
    return reserved === 0 ? `${already}\n${formatFields([restore], '  ')}` : already;
  }
  const fields = formatFields(
    [
      ['Before', previousUnknown === undefined ? reservedText(previousReserved) : `not known: ${previousUnknown}`],
      ['Unreserved', unreserved === undefined ? undefined : `${formatCount(unreserved)} in the account`],
      restore,
    ],
    '  ',
  );
  return `${functionName}: ${reservedText(reserved)}${dryRun ? ' (dry run, nothing was changed)' : ''}\n${fields}`;
}

function unknownWayBack(functionName: string): string {
  return `what it had before is not known; without a reservation it runs again: lambda-release concurrency clear ${functionName}`;
}

/** What `--dry-run` says: the change as it would be. */
export function toPlannedReservation(plan: ReservePlan): ReservationReport {
  const {unreservedAfter} = plan;
  return {
    ...toReservationReport(plan),
    ...(unreservedAfter !== undefined && {unreserved: unreservedAfter}),
    dryRun: true,
  };
}

/** What was changed, as it was planned. */
export function toReservationReport(plan: ReservePlan): Omit<ReservationReport, 'unreserved' | 'dryRun'> {
  const {functionName, previous, previousUnknown, reserved, changed, restoreCommand} = plan;
  return {
    functionName,
    ...(previous !== undefined && {previousReserved: previous}),
    ...(previousUnknown !== undefined && {previousUnknown}),
    ...(reserved !== undefined && {reserved}),
    changed,
    ...(restoreCommand !== undefined && {restoreCommand}),
  };
}
