import {reserveConcurrency} from '../../execute/concurrency/concurrency.js';
import {readReservationBriefly} from '../../execute/concurrency/read-reservation.js';
import {rememberReservation} from '../../execute/concurrency/reserved-memory.js';
import {observePeaks} from '../../observe/concurrency/peaks.js';
import {observeReservedBefore} from '../../observe/concurrency/reserved-before.js';
import {
  type KnownReservation,
  planClear,
  planReserve,
  type ReservePlan,
  reserveWarnings,
} from '../../plan/concurrency/concurrency.js';
import {toRefusedError} from '../../plan/refusal.js';
import {
  type ReservationReport,
  toPlannedReservation,
  toReservationReport,
} from '../../report/result/concurrency/concurrency-text.js';
import {ofExisting} from '../not-there.js';
import type {Session} from '../session.js';
import {readPool} from './pool.js';

interface Reservation {
  readonly functionName: string;
  /** Concurrent executions; 0 stops the function. */
  readonly wanted: number;
}

/** Reserves concurrent executions; a stop is asked for twice. Throws the ReleaseError of what went wrong. */
export async function reserve(
  session: Session,
  {functionName, wanted}: Reservation,
  {'dry-run': dryRun}: {readonly 'dry-run': boolean},
  signal: AbortSignal,
): Promise<ReservationReport> {
  const {events, host} = session;
  const observed =
    wanted === 0
      ? await observeStop(session, functionName, signal)
      : await observeInFull(session, functionName, signal);
  const planned = planReserve(observed, wanted);
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {plan} = planned;
  for (const warning of reserveWarnings(plan)) events.emit({type: 'warning', ...warning});
  if (dryRun) return toPlannedReservation(plan);
  if (plan.stopsFunction && plan.changed) {
    await host.confirm(`Stop ${functionName}? Every call of every version will be refused.`, signal);
    await host.confirmByTyping(`This is production for whoever calls ${functionName}.`, functionName, signal);
  }
  return carryOut(session, plan, signal);
}

/** Gives a reservation back to the pool of the account. Throws RefusedError when there is no such function, AwsError. */
export async function clearReservation(
  session: Session,
  functionName: string,
  {'dry-run': dryRun}: {readonly 'dry-run': boolean},
  signal: AbortSignal,
): Promise<ReservationReport> {
  const plan = planClear(await observeBriefly(session, functionName, signal));
  return dryRun ? toPlannedReservation(plan) : carryOut(session, plan, signal);
}

async function carryOut(session: Session, plan: ReservePlan, signal: AbortSignal): Promise<ReservationReport> {
  await reserveConcurrency(session, plan, signal);
  await rememberReservation(session, plan, signal);
  const pool = await readPool(session, signal);
  return {...toReservationReport(plan), ...('account' in pool && {unreserved: pool.account.unreserved}), dryRun: false};
}

/** A stop and a start wait for nothing that they do not need. */
async function observeBriefly(session: Session, functionName: string, signal: AbortSignal): Promise<KnownReservation> {
  return {functionName, ...(await ofExisting({functionName}, readReservationBriefly(session, functionName, signal)))};
}

/** What was there before is only looked up where it was stopped already, and nothing is to be done. */
async function observeStop(session: Session, functionName: string, signal: AbortSignal): Promise<KnownReservation> {
  const found = await observeBriefly(session, functionName, signal);
  const reservedBefore = found.reserved === 0 ? await observeReservedBefore(session, functionName, signal) : undefined;
  return {...found, ...(reservedBefore !== undefined && {reservedBefore})};
}

/** What the arithmetic needs, and what is only worth a warning as far as it can be read. */
async function observeInFull(session: Session, functionName: string, signal: AbortSignal): Promise<KnownReservation> {
  const {concurrency, events} = session;
  const reserved = await ofExisting({functionName}, concurrency.getReserved(functionName, signal));
  const pool = await readPool(session, signal);
  if ('unreadable' in pool) {
    const message = `How much the account has left is not known, so AWS alone decides: ${pool.unreadable}`;
    events.emit({type: 'warning', code: 'POOL_UNKNOWN', message});
  }
  const peaks = await observePeaks(session, [functionName], signal);
  if ('unreadable' in peaks) {
    const message = `How much ${functionName} really uses is not known: ${peaks.unreadable}`;
    events.emit({type: 'warning', code: 'PEAK_UNKNOWN', message});
  }
  const peak = 'unreadable' in peaks ? undefined : peaks.byFunction.get(functionName);
  return {
    functionName,
    ...(reserved !== undefined && {reserved}),
    ...('account' in pool && pool),
    ...(peak !== undefined && {peak}),
  };
}
