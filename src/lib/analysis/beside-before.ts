import {logErrorEvidence} from './bet/error-evidence.js';
import {boundedExp, logMeanExp} from './bet/log-space.js';
import type {SignalPart} from './judgement.js';
import {beforeWindow} from './minute/before-window.js';
import {hasBothSides, MINUTE_MS, type PairedMinute, sideCounts} from './minute/paired-minute.js';
import {type AnalysisSettings, SIGNAL_RATIO, stageName, type Tolerance} from './settings.js';
import {summarizeSide} from './side-summary.js';
import type {EventMinute, SignalReadings, StageReading} from './signal-readings.js';

/** Each minute of the rollout stands beside this many from before, each of which is used once. */
const BEFORE_MINUTES = 3;

/** How many of something there were in one minute, of both versions together, and how many of them were bad. */
interface CountedMinute {
  readonly minuteMs: number;
  readonly all: number;
  readonly bad: number;
}

interface BesideBefore {
  readonly name: string;
  readonly before: readonly CountedMinute[];
  readonly during: readonly CountedMinute[];
  readonly tolerate: Tolerance;
}

interface Moment {
  /** The minute in which the rollout began. */
  readonly startMs: number;
  /** A minute is used when it ended by then. */
  readonly settledMs: number;
}

/** Evidence that more asynchronous events are lost than before the rollout; undefined where nobody asks for it. */
export function lostEventsEvidence(
  {lostEvents: plus}: AnalysisSettings,
  readings: SignalReadings | undefined,
  moment: Moment,
) {
  if (plus === undefined) return undefined;
  const countsOf = (minutes: readonly EventMinute[] = []) =>
    minutes.map(({minuteMs, received, lost}) => ({minuteMs, all: received, bad: lost}));
  const sides = {before: countsOf(readings?.before.events), during: countsOf(readings?.events)};
  return evidenceOf({name: 'lost-events', ...sides, tolerate: {ratio: SIGNAL_RATIO, plus}}, moment);
}

/**
 * Evidence that stages of APIs answer more requests with a server error than before, over all of them: the mean of fair bets is one, so that
 * one threshold will do. Undefined where none is named.
 */
export function apiStagesEvidence(
  {apiStages, tolerate}: AnalysisSettings,
  readings: SignalReadings | undefined,
  moment: Moment,
) {
  if (!apiStages) return undefined;
  const countsOf = (name: string, stages: readonly StageReading[] = []) =>
    (stages.find((each) => each.name === name)?.minutes ?? []).map(({minuteMs, requests, serverErrors}) => ({
      minuteMs,
      all: requests,
      bad: serverErrors,
    }));
  const stages = apiStages.map(stageName).map((name) => {
    const sides = {before: countsOf(name, readings?.before.apiStages), during: countsOf(name, readings?.apiStages)};
    return evidenceOf({name, ...sides, tolerate}, moment);
  });
  return {log: logMeanExp(stages.map(({log}) => log)), parts: stages.map(({part}) => part)};
}

/**
 * The error bet with the time before as the stable side: for what AWS counts for no version, so that there is no other side.
 * The bet is fair only as long as what was so before would have stayed so, and a burst of these very minutes is not told from
 * a fault: it holds, and convicts nobody. Fresh minutes from before stand beside every minute: the same ones again and again
 * would turn their chance into evidence.
 */
function evidenceOf({name, before, during, tolerate}: BesideBefore, {startMs, settledMs}: Moment) {
  const span = beforeWindow(startMs);
  const minutes = during
    .filter((minute) => minute.minuteMs >= startMs && minute.minuteMs + MINUTE_MS <= settledMs)
    .toSorted((a, b) => a.minuteMs - b.minuteMs)
    .flatMap((minute): PairedMinute[] => {
      const fromMs = span.fromMs + (minute.minuteMs - startMs) * BEFORE_MINUTES;
      const toMs = fromMs + BEFORE_MINUTES * MINUTE_MS;
      if (toMs > span.toMs) return [];
      const beside = before.filter((each) => each.minuteMs >= fromMs && each.minuteMs < toMs);
      return [{minuteMs: minute.minuteMs, candidate: sumOf([minute]), stable: sumOf(beside)}];
    })
    .filter(hasBothSides);
  const log = logErrorEvidence(minutes, tolerate).at(-1) ?? 0;
  const part: SignalPart = {
    name,
    evidence: boundedExp(log),
    candidate: summarizeSide(minutes.map((minute) => minute.candidate)),
    stable: summarizeSide(minutes.map((minute) => minute.stable)),
  };
  return {log, part};
}

function sumOf(minutes: readonly CountedMinute[]) {
  const sum = (of: (minute: CountedMinute) => number) => minutes.reduce((total, minute) => total + of(minute), 0);
  return sideCounts(
    sum((minute) => minute.all),
    sum((minute) => minute.bad),
  );
}
