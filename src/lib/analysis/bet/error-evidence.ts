import {hasBothSides, type PairedMinute} from '../minute/paired-minute.js';
import {BANK, MOVE_MINUTE_RATIO, type Tolerance} from '../settings.js';
import {type Bank, logWorth, openBank, play} from './bank.js';
import {logErrorBets, RIVALS} from './error-bet.js';

/**
 * log evidence after each minute, oldest first, that the candidate is worse than tolerated. Always from the first
 * minute on: late points may have changed any of them. A minute without both sides changes nothing.
 */
export function logErrorEvidence(minutes: readonly PairedMinute[], tolerate: Tolerance): number[] {
  let bank = openBank(RIVALS.length);
  return minutes.map((minute) => {
    bank = playMinute(bank, minute, tolerate);
    return logWorth(bank);
  });
}

/** The bank after one more minute; carried along it gives what logErrorEvidence recomputes. */
export function playMinute(bank: Bank, minute: PairedMinute, tolerate: Tolerance): Bank {
  if (!hasBothSides(minute)) return bank;
  return play(bank, logErrorBets(minute, minute.hasMove ? inMoveMinute(tolerate) : tolerate), !isObvious(minute));
}

function inMoveMinute({ratio, plus}: Tolerance): Tolerance {
  return {ratio: Math.max(ratio, MOVE_MINUTE_RATIO), plus};
}

function isObvious({candidate}: PairedMinute): boolean {
  return candidate.errors >= BANK.obvious.errors && candidate.errors >= BANK.obvious.rate * candidate.invocations;
}
