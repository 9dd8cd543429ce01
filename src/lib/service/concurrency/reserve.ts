import {reserveConcurrency} from '../../execute/concurrency/concurrency.js';
import {rememberReservation} from '../../execute/concurrency/reserved-memory.js';
import {type ObservedConcurrency, observeConcurrency} from '../../observe/concurrency/concurrency.js';
import {observePeaks} from '../../observe/concurrency/peaks.js';
import {observeReservedBefore} from '../../observe/concurrency/reserved-before.js';
import {planClear, planReserve, type ReservePlan, reserveWarnings} from '../../plan/concurrency/concurrency.js';
import {toRefusedError} from '../../plan/refusal.js';
import {type ReservationReport, toPlannedReservation} from '../../report/result/concurrency/concurrency-text.js';
import {ofExisting} from '../not-there.js';
import type {Session} from '../session.js';

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
  const planned = planReserve(await observeReservation(session, {functionName, wanted}, signal), wanted);
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
  const plan = planClear(await ofExisting({functionName}, observeConcurrency(session, functionName, {}, signal)));
  return dryRun ? toPlannedReservation(plan) : carryOut(session, plan, signal);
}

async function carryOut(session: Session, plan: ReservePlan, signal: AbortSignal): Promise<ReservationReport> {
  const result = await reserveConcurrency(session, plan, signal);
  await rememberReservation(session, plan, signal);
  return {...result, dryRun: false};
}

/** A stop waits for nothing that it does not need; what was there before is only looked up where it was stopped. */
async function observeReservation(
  session: Session,
  {functionName, wanted}: Reservation,
  signal: AbortSignal,
): Promise<ObservedConcurrency> {
  const observed = await ofExisting({functionName}, observeConcurrency(session, functionName, {}, signal));
  if (wanted === 0) {
    const reservedBefore =
      observed.reserved === 0 ? await observeReservedBefore(session, functionName, signal) : undefined;
    return {...observed, ...(reservedBefore !== undefined && {reservedBefore})};
  }
  const peaks = await observePeaks(session, [functionName], signal);
  if ('unreadable' in peaks) {
    const message = `How much ${functionName} really uses is not known: ${peaks.unreadable}`;
    session.events.emit({type: 'warning', code: 'PEAK_UNKNOWN', message});
    return observed;
  }
  const peak = peaks.byFunction.get(functionName);
  return {...observed, ...(peak !== undefined && {peak})};
}
