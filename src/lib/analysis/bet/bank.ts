import {BANK} from '../settings.js';
import {logAddExp, logSumExp} from './log-space.js';

/** Money of a bet between minutes: what every rival has made, in logs, and what has not been staked yet. */
export interface Bank {
  readonly logBanks: readonly number[];
  readonly cash: number;
}

/** A bank worth 1 that has not staked anything. */
export function openBank(rivals: number): Bank {
  return {logBanks: new Array<number>(rivals).fill(Number.NEGATIVE_INFINITY), cash: 1};
}

interface Staking {
  /** How the stake is shared between the rivals; sums to 1. Equally when absent. */
  readonly shares?: readonly number[];
  /** Keeps this single minute from convicting. */
  readonly capped: boolean;
}

/**
 * The bank after one more minute, whose log e-values come one a rival. A fair bet with any staking that was decided before
 * the minute, and a bank made smaller, still exceeds c with probability ≤ 1/c, ever (Ville, 1939).
 */
export function play(bank: Bank, logBets: readonly number[], {shares, capped}: Staking): Bank {
  // Cash is whole only until the first stake.
  const stake = bank.cash === 1 ? BANK.first : BANK.drip * bank.cash;
  const logBanks = bank.logBanks.map((logBank, rival) => {
    const before = logAddExp(logBank, Math.log(stake * (shares?.[rival] ?? 1 / logBets.length)));
    const after = before + (logBets[rival] ?? 0);
    return capped ? Math.min(after, Math.max(Math.log(BANK.lift), before + Math.log(BANK.cap))) : after;
  });
  return {logBanks, cash: bank.cash - stake};
}

/** log of all a bank owns. */
export function logWorth(bank: Bank): number {
  return logAddExp(logSumExp(bank.logBanks), Math.log(bank.cash));
}
