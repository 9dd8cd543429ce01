import {guardLimit, logGuardEvidence} from './absolute-guard.js';
import {minutesOfPair, type PairInput} from './bet/pair-evidence.js';
import type {PairGuard} from './judgement.js';
import {hasBothSides} from './minute/paired-minute.js';
import {isCompared} from './minute/settled-minutes.js';
import {summarizeSide} from './side-summary.js';

interface PairGuardInput extends Omit<PairInput, 'tolerate'> {
  readonly fromMs: number;
}

/**
 * The pair of a candidate without a control that speaks most against it: the guard of its errors, by what stable wrote of that
 * pair before the rollout and beside the candidate. log evidence against each, a bank of its own; nothing while none was written.
 */
export function pairGuard(input: PairGuardInput): {readonly log: number; readonly guard: PairGuard} | undefined {
  const found = input.pairs.flatMap((pair) => {
    const {settled, stableBefore} = minutesOfPair(pair, input);
    const beside = settled.filter((minute) => isCompared(minute) && hasBothSides(minute));
    const alone = settled.filter(
      (minute) => minute.minuteMs >= input.fromMs && !isCompared(minute) && minute.candidate.invocations > 0,
    );
    if (alone.length === 0) return [];
    const limit = guardLimit([...stableBefore, ...beside.map((minute) => minute.stable)]);
    const counts = alone.map((minute) => minute.candidate);
    return [{log: logGuardEvidence(counts, limit), guard: {name: pair.name, limit, candidate: summarizeSide(counts)}}];
  });
  return found.toSorted((a, b) => b.log - a.log)[0];
}
