import {hasBothSides, type PairedMinute, type SideCounts} from '../minute/paired-minute.js';
import {BANK, type Tolerance} from '../settings.js';
import {type Bank, logWorth, openBank, play} from './bank.js';
import {logErrorBets, RIVALS} from './error-bet.js';
import {adaptiveMultiple, stakeShares} from './rivals.js';

/** A bank with what it has seen so far: the next stakes rest on that, and never on the minute they are staked on. */
export interface ErrorBank {
  readonly bank: Bank;
  readonly candidate: SideCounts;
  readonly stable: SideCounts;
}

const NOTHING: SideCounts = {invocations: 0, errors: 0};

/** A bank worth 1; `stableBefore` is what stable did before the rollout, as far as it is known. */
export function openErrorBank(stableBefore: SideCounts = NOTHING): ErrorBank {
  return {bank: openBank(RIVALS.length + 1), candidate: NOTHING, stable: stableBefore};
}

/**
 * log evidence after each minute, oldest first, that the candidate is worse than tolerated. Always from the first
 * minute on: late points may have changed any of them. A minute without both sides changes nothing.
 */
export function logErrorEvidence(
  minutes: readonly PairedMinute[],
  tolerate: Tolerance,
  stableBefore?: SideCounts,
): number[] {
  let bank = openErrorBank(stableBefore);
  return minutes.map((minute) => {
    bank = playMinute(bank, minute, tolerate);
    return logWorth(bank.bank);
  });
}

/** The bank after one more minute; carried along it gives what logErrorEvidence recomputes. */
export function playMinute(before: ErrorBank, minute: PairedMinute, tolerate: Tolerance): ErrorBank {
  if (!hasBothSides(minute)) return before;
  const multiples = [...RIVALS, adaptiveMultiple([before], tolerate)];
  const shares = stakeShares(before, tolerate);
  return {
    bank: play(before.bank, logErrorBets(minute, tolerate, multiples), {shares, capped: !isBeyondOne(minute)}),
    candidate: added(before.candidate, minute.candidate),
    stable: added(before.stable, minute.stable),
  };
}

/**
 * Whether one execution environment gone sick, or a half-arrived minute, cannot be all there is to it: most of the
 * candidate's requests failed, or more of them than one environment can serve.
 */
function isBeyondOne({candidate}: PairedMinute): boolean {
  const {invocations, errors} = candidate;
  const isObvious = errors >= BANK.obvious.errors && errors >= BANK.obvious.rate * invocations;
  return isObvious || errors > BANK.mostOfOneEnvironment;
}

function added(a: SideCounts, b: SideCounts): SideCounts {
  return {invocations: a.invocations + b.invocations, errors: a.errors + b.errors};
}
