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

/**
 * The bank after one more minute, whose log e-values come one a rival. `capped` keeps a single minute from convicting.
 * A fair bet with any staking, and a bank made smaller, still exceeds c with probability ≤ 1/c, ever (Ville, 1939).
 */
export function play(bank: Bank, logBets: readonly number[], capped: boolean): Bank {
  // Cash is whole only until the first stake.
  const stake = bank.cash === 1 ? BANK.first : BANK.drip * bank.cash;
  const logShare = Math.log(stake) - Math.log(logBets.length);
  const logBanks = bank.logBanks.map((logBank, rival) => {
    const before = logAddExp(logBank, logShare);
    const after = before + (logBets[rival] ?? 0);
    return capped ? Math.min(after, Math.max(Math.log(BANK.lift), before + Math.log(BANK.cap))) : after;
  });
  return {logBanks, cash: bank.cash - stake};
}

/** log of all a bank owns. */
export function logWorth(bank: Bank): number {
  return logAddExp(logSumExp(bank.logBanks), Math.log(bank.cash));
}
