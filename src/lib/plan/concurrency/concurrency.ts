import type {ObservedConcurrency} from '../../observe/concurrency/concurrency.js';
import type {AccountConcurrency, Reservation} from '../../ports/lambda/concurrency.js';
import type {Planned, Refusal} from '../refusal.js';
import type {PlanWarning} from '../rollout/plan.js';

/** What a reservation does to the function and to everybody else in the account and region. */
export interface ReservePlan {
  readonly kind: 'reserve' | 'clear';
  readonly functionName: string;
  /** Absent when nothing was reserved, or nobody could read it. */
  readonly previous?: number;
  /** Why what was reserved before could not be read. */
  readonly previousUnknown?: string;
  /** Absent when the reservation is cleared. */
  readonly reserved?: number;
  readonly changed: boolean;
  /** 0 refuses every invocation, of every version and alias: the emergency stop. Ask twice. */
  readonly stopsFunction: boolean;
  /** The function is stopped now and will run again. */
  readonly startsFunction: boolean;
  /** The account's pool; absent when it was not asked for or could not be read. */
  readonly unreservedBefore?: number;
  readonly unreservedAfter?: number;
  /**
   * The documented floor when this goes below it. AWS has another one for some accounts and names it only when it
   * refuses, so this is a warning and not a refusal.
   */
  readonly belowDocumentedFloor?: number;
  /** The most the function used at one time in the last day, when this takes it below that. */
  readonly belowPeak?: number;
  /** Who holds what, largest first, when it was asked for. */
  readonly reservations?: readonly Reservation[];
  /** The command that brings the previous value back; absent when nobody knows what that was. */
  readonly restoreCommand?: string;
}

/** What is known of a reservation: a stop or a start does without the account, and without what was there before. */
export type KnownReservation = Omit<ObservedConcurrency, 'account'> & {
  readonly account?: AccountConcurrency;
  /** Why `reserved` could not be read. */
  readonly unknown?: string;
};

/** "Lambda keeps at least 100 for functions without a reservation" (LDG "Configuring reserved concurrency"). */
export const DOCUMENTED_FLOOR = 100;

/** Reserving `wanted` concurrent executions, or why AWS can never grant it. */
export function planReserve(observed: KnownReservation, wanted: number): Planned<ReservePlan> {
  const refusal = reserveRefusal(observed, wanted);
  return refusal === undefined ? {ok: true, plan: toPlan(observed, wanted)} : {ok: false, refusals: [refusal]};
}

/** Giving the function's reservation back to the account's pool. */
export function planClear(observed: KnownReservation): ReservePlan {
  return toPlan(observed, undefined);
}

/** The command that restores a reservation; without one, the command that clears it. */
export function toRestoreCommand(functionName: string, previous: number | undefined): string {
  return previous === undefined
    ? `lambda-release concurrency clear ${functionName}`
    : `lambda-release concurrency reserve ${functionName} ${previous}`;
}

function toPlan(observed: KnownReservation, wanted: number | undefined): ReservePlan {
  const {functionName, reserved: previous, unknown, peak = 0, account, reservations} = observed;
  const unreservedAfter = account && account.unreserved + (previous ?? 0) - (wanted ?? 0);
  const takesMore = (wanted ?? 0) > (previous ?? 0);
  const lowers = wanted !== undefined && wanted > 0 && (previous === undefined || wanted < previous);
  const isBelowFloor = takesMore && unreservedAfter !== undefined && unreservedAfter < DOCUMENTED_FLOOR;
  const restoreCommand = toWayBack(observed, wanted);
  return {
    kind: wanted === undefined ? 'clear' : 'reserve',
    functionName,
    ...(previous !== undefined && {previous}),
    ...(unknown !== undefined && {previousUnknown: unknown}),
    ...(wanted !== undefined && {reserved: wanted}),
    changed: unknown !== undefined || wanted !== previous,
    stopsFunction: wanted === 0,
    startsFunction: wanted !== 0 && (previous === 0 || unknown !== undefined),
    ...(account && {unreservedBefore: account.unreserved}),
    ...(unreservedAfter !== undefined && {unreservedAfter}),
    ...(isBelowFloor && {belowDocumentedFloor: DOCUMENTED_FLOOR}),
    ...(lowers && wanted < peak && {belowPeak: peak}),
    ...(reservations !== undefined && {reservations}),
    ...(restoreCommand !== undefined && {restoreCommand}),
  };
}

/** What was there before a stop is the way back; that it is stopped is not. */
function toWayBack(
  {functionName, reserved, reservedBefore, unknown}: KnownReservation,
  wanted: number | undefined,
): string | undefined {
  if (unknown !== undefined) return undefined;
  if (reserved !== 0 || wanted !== 0) return toRestoreCommand(functionName, reserved);
  if (reservedBefore === undefined) return undefined;
  return toRestoreCommand(functionName, reservedBefore === 'none' ? undefined : reservedBefore);
}

function reserveRefusal(observed: KnownReservation, wanted: number): Refusal | undefined {
  const {functionName, reserved = 0, account} = observed;
  if (!Number.isSafeInteger(wanted) || wanted < 0) {
    return {
      code: 'RESERVATION_INVALID',
      message: `${wanted} is not a number of concurrent executions.`,
      suggestions: ['Write a whole number, 0 or more; 0 stops the function.'],
    };
  }
  if (account === undefined) return undefined;
  const most = account.unreserved + reserved;
  if (wanted <= most) return undefined;
  return {
    code: 'ACCOUNT_LIMIT',
    message: `${functionName} cannot reserve ${wanted}: of the account's ${account.limit} concurrent executions in this region, ${account.limit - most} are reserved for other functions and ${most} are left.`,
    suggestions: [
      `Reserve less than ${most}; AWS keeps some unreserved, ${DOCUMENTED_FLOOR} by its documentation.`,
      'See who holds what: lambda-release concurrency show',
      'Or ask AWS for a higher quota: Service Quotas, AWS Lambda, Concurrent executions.',
    ],
    details: {limit: account.limit, unreserved: account.unreserved, reserved, wanted},
  };
}

/** What somebody should know before the plan is carried out. */
export function reserveWarnings(plan: ReservePlan): readonly PlanWarning[] {
  const {functionName, belowDocumentedFloor: floor, belowPeak, reserved, unreservedAfter} = plan;
  const warnings: PlanWarning[] = [];
  if (floor !== undefined) {
    warnings.push({
      code: 'BELOW_DOCUMENTED_FLOOR',
      message: `Only ${unreservedAfter} would stay unreserved; AWS keeps ${floor} by its documentation and may refuse.`,
    });
  }
  if (belowPeak !== undefined) {
    warnings.push({
      code: 'BELOW_PEAK',
      message: `${functionName} had up to ${belowPeak} concurrent executions in the last day; with ${reserved} reserved, calls beyond ${reserved} at a time are refused (429).`,
    });
  }
  return warnings;
}
