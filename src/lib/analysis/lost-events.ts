import {logErrorEvidence} from './bet/error-evidence.js';
import {boundedExp} from './bet/log-space.js';
import type {SignalPart} from './judgement.js';
import {hasBothSides, MINUTE_MS, type PairedMinute, sideCounts} from './minute/paired-minute.js';
import {SIGNAL_RATIO} from './settings.js';
import {summarizeSide} from './side-summary.js';
import type {EventMinute} from './signal-readings.js';

/** Each minute of the rollout stands beside this many from before, each of which is used once. */
const BEFORE_MINUTES = 3;

interface LostInput {
  /** Minutes before the rollout, and the first of them. */
  readonly before: readonly EventMinute[];
  readonly beforeFromMs: number;
  readonly beforeToMs: number;
  readonly during: readonly EventMinute[];
  readonly startMs: number;
  /** A minute is used when it ended by then. */
  readonly settledMs: number;
  readonly plus: number;
}

/**
 * Evidence that more asynchronous events are lost than before the rollout: the error bet with the time before as the
 * stable side. AWS counts lost events by function, so there is no other side; the bet is fair only as long as what was so
 * before would have stayed so, and a burst of these very minutes is not told from a fault: it holds, and convicts nobody. Fresh minutes from
 * before stand beside every minute: the same ones again and again would turn their chance into evidence.
 */
export function lostEventsEvidence(input: LostInput): {readonly log: number; readonly part: SignalPart} {
  const {before, beforeFromMs, beforeToMs, during, startMs, settledMs, plus} = input;
  const minutes = during
    .filter((minute) => minute.minuteMs >= startMs && minute.minuteMs + MINUTE_MS <= settledMs)
    .toSorted((a, b) => a.minuteMs - b.minuteMs)
    .flatMap((minute): PairedMinute[] => {
      const fromMs = beforeFromMs + ((minute.minuteMs - startMs) / MINUTE_MS) * BEFORE_MINUTES * MINUTE_MS;
      const toMs = fromMs + BEFORE_MINUTES * MINUTE_MS;
      if (toMs > beforeToMs) return [];
      const beside = before.filter((each) => each.minuteMs >= fromMs && each.minuteMs < toMs);
      return [{minuteMs: minute.minuteMs, candidate: countsOf([minute]), stable: countsOf(beside)}];
    })
    .filter(hasBothSides);
  const log = logErrorEvidence(minutes, {ratio: SIGNAL_RATIO, plus}).at(-1) ?? 0;
  const part: SignalPart = {
    name: 'lost-events',
    evidence: boundedExp(log),
    candidate: summarizeSide(minutes.map((minute) => minute.candidate)),
    stable: summarizeSide(minutes.map((minute) => minute.stable)),
  };
  return {log, part};
}

function countsOf(minutes: readonly EventMinute[]) {
  const sum = (of: (minute: EventMinute) => number) => minutes.reduce((total, minute) => total + of(minute), 0);
  return sideCounts(
    sum((minute) => minute.received),
    sum((minute) => minute.lost),
  );
}
