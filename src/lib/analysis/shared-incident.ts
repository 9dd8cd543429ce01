import type {SharedIncident} from './judgement.js';
import type {PairedMinute} from './minute/paired-minute.js';
import type {AnalysisSettings} from './settings.js';

/**
 * Stable itself failing in the newest minute: what breaks both versions is no fault of the candidate and no proof of
 * its health either. A rule of thumb without a guarantee, tried after the bets: a convicted candidate goes back anyway.
 */
export function sharedIncident(
  minutes: readonly PairedMinute[],
  hold: AnalysisSettings['hold'],
): SharedIncident | undefined {
  const newest = minutes.at(-1);
  return newest && isFailing(newest, hold) ? {minuteMs: newest.minuteMs, ...newest.stable} : undefined;
}

/** Whether stable fails so often in this minute that the candidate's failures say nothing about it. */
export function isFailing({stable}: PairedMinute, hold: AnalysisSettings['hold']): boolean {
  return stable.invocations >= hold.invocations && stable.errors >= hold.rate * stable.invocations;
}
