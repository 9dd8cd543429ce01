import {observeConcurrency, observeConcurrencyPool} from '../../observe/concurrency/concurrency.js';
import {observePeaks} from '../../observe/concurrency/peaks.js';
import {observeReservedBefore} from '../../observe/concurrency/reserved-before.js';
import {type ConcurrencyReport, toConcurrencyReport} from '../../report/result/concurrency/concurrency-text.js';
import {ofExisting} from '../not-there.js';
import type {Session} from '../session.js';

/** Functions between two signs of life while every function of the region is looked at. */
const PROGRESS_EVERY = 50;

/** The concurrency of the account and who has reserved what of it; or of one function. Throws RefusedError, AwsError. */
export async function showConcurrency(
  session: Session,
  functionName: string | undefined,
  signal: AbortSignal,
): Promise<ConcurrencyReport> {
  if (functionName !== undefined) return showOne(session, functionName, signal);
  const onProgress = (seen: number) => {
    if (seen % PROGRESS_EVERY !== 0) return;
    session.events.emit({type: 'heartbeat', message: `Looked at ${seen} functions`});
  };
  const pool = await observeConcurrencyPool(session, {listReservations: true, onProgress}, signal);
  const names = pool.reservations?.map((reservation) => reservation.functionName) ?? [];
  return toConcurrencyReport(pool, await peaksOf(session, names, signal));
}

async function showOne(session: Session, functionName: string, signal: AbortSignal): Promise<ConcurrencyReport> {
  const observed = await ofExisting({functionName}, observeConcurrency(session, functionName, {}, signal));
  const reservedBefore =
    observed.reserved === 0 ? await observeReservedBefore(session, functionName, signal) : undefined;
  const peaks = await peaksOf(session, [functionName], signal);
  return toConcurrencyReport({...observed, ...(reservedBefore !== undefined && {reservedBefore})}, peaks);
}

async function peaksOf(session: Session, names: readonly string[], signal: AbortSignal) {
  const peaks = await observePeaks(session, names, signal);
  if (!('unreadable' in peaks)) return peaks;
  const message = `What is really used is not known: ${peaks.unreadable}`;
  session.events.emit({type: 'warning', code: 'PEAK_UNKNOWN', message});
  return undefined;
}
