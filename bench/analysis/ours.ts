import {guardLimit, logGuardEvidence} from '../../src/lib/analysis/absolute-guard.js';
import {type Bank, logWorth, openBank} from '../../src/lib/analysis/bet/bank.js';
import {RIVALS} from '../../src/lib/analysis/bet/error-bet.js';
import {playMinute} from '../../src/lib/analysis/bet/error-evidence.js';
import {logPromotionEvidence} from '../../src/lib/analysis/bet/promotion-bet.js';
import {decide} from '../../src/lib/analysis/decide.js';
import {hasBothSides, type PairedMinute, sideCounts} from '../../src/lib/analysis/minute/paired-minute.js';
import {DEFAULT_SETTINGS, type Tolerance} from '../../src/lib/analysis/settings.js';
import {sharedIncident} from '../../src/lib/analysis/shared-incident.js';
import type {Judge, Move} from './run.js';
import type {Counts, Weight} from './trace.js';

const STEPS: readonly Weight[] = [0.05, 0.25, 0.5];
const BAKE_MS = 300_000;
const WATCH_MINUTES = 10;
const MINUTE_MS = 60_000;
const LOG_BOUND = -Math.log(DEFAULT_SETTINGS.alpha);

interface Options {
  readonly tolerate?: Tolerance;
  /** Leave out the minute of each move; a rollout uses it, tolerating at least MOVE_MINUTE_RATIO. */
  readonly skipsMoveMinute?: boolean;
}

/**
 * Our judge with early promotion: 5, 25 and 50 %, five minutes each, at most fifteen, ten minutes of watch. It carries
 * the bank along instead of recomputing it from the first minute at every poll, which gives the same number.
 */
export function ours({tolerate = DEFAULT_SETTINGS.tolerate, skipsMoveMinute = false}: Options = {}): Judge {
  let bank: Bank = openBank(RIVALS.length);
  let step = 0;
  let stepStart = 0;
  let used = 0;
  const moves: number[] = [0];
  const compared: PairedMinute[] = [];
  const alone: PairedMinute[] = [];

  function absorb(seen: readonly Counts[]): void {
    for (; used < seen.length; used++) {
      const counts = seen[used];
      const isMove = moves.includes(used);
      if (!counts || (isMove && skipsMoveMinute)) continue;
      const minute = {...toMinute(counts, used), ...(isMove && {hasMove: true})};
      if (step === STEPS.length && used >= stepStart) alone.push(minute);
      else {
        compared.push(minute);
        bank = playMinute(bank, minute, tolerate);
      }
    }
  }

  function moveOn(minute: number): Move {
    step++;
    stepStart = minute;
    moves.push(minute);
    return {to: STEPS[step] ?? 1};
  }

  return {
    next(minute, seen): Move {
      if (minute === 0) return {to: STEPS[0] ?? 1};
      absorb(seen);
      const logEvidence = logWorth(bank);
      if (logEvidence >= LOG_BOUND || logGuard(compared, alone) >= LOG_BOUND) return 'rollback';
      if (step === STEPS.length) return minute - stepStart >= WATCH_MINUTES ? 'finish' : 'stay';
      const here = compared.filter((each) => each.minuteMs >= stepStart * MINUTE_MS);
      const invocations = here.filter(hasBothSides).reduce((sum, each) => sum + each.candidate.invocations, 0);
      const incident = sharedIncident(here, DEFAULT_SETTINGS.hold);
      const judgement = {
        verdict: invocations >= DEFAULT_SETTINGS.minInvocations ? ('pass' as const) : ('inconclusive' as const),
        evidence: Math.exp(logEvidence),
        promotionEvidence: Math.exp(logPromotionEvidence(here.filter((each) => !each.hasMove))),
        ...(incident && {sharedIncident: incident}),
      };
      const decision = decide(judgement, {ageMs: (minute - stepStart) * MINUTE_MS, bakeMs: BAKE_MS});
      return decision === 'continue' || decision === 'hold' ? 'stay' : moveOn(minute);
    },
  };
}

function logGuard(compared: readonly PairedMinute[], alone: readonly PairedMinute[]): number {
  if (alone.length === 0) return 0;
  const invocations = compared.reduce((sum, minute) => sum + minute.stable.invocations, 0);
  const errors = compared.reduce((sum, minute) => sum + minute.stable.errors, 0);
  return logGuardEvidence(
    alone.map((minute) => minute.candidate),
    guardLimit({invocations, errors}),
  );
}

function toMinute(counts: Counts, minute: number): PairedMinute {
  return {
    minuteMs: minute * MINUTE_MS,
    candidate: sideCounts(counts.candidateInvocations, counts.candidateErrors),
    stable: sideCounts(counts.stableInvocations, counts.stableErrors),
  };
}
