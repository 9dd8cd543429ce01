import {fullMinute} from '../model/full-minute.js';
import type {Version} from '../model/version.js';
import {guardLimit, logGuardEvidence} from './absolute-guard.js';
import {boundedExp} from './bet/log-space.js';
import {logPromotionEvidence} from './bet/promotion-bet.js';
import {combinedEvidence} from './bet/signal-evidence.js';
import {differenceBounds} from './difference-bounds.js';
import type {Judgement, JudgementCause, StepSummary} from './judgement.js';
import {beforeWindow} from './minute/before-window.js';
import type {VersionMinute} from './minute/minute.js';
import {hasBothSides, MINUTE_MS, pairMinutes} from './minute/paired-minute.js';
import {isCompared, settledMinutes, type WeightedMinute} from './minute/settled-minutes.js';
import type {WeightChange} from './minute/weight-change.js';
import {explain} from './reason.js';
import {misRouting} from './routing-check.js';
import type {AnalysisSettings} from './settings.js';
import {isFailing, sharedIncident} from './shared-incident.js';
import {summarizeSide} from './side-summary.js';
import type {SignalReadings} from './signal-readings.js';
import {throttling} from './throttling.js';
import {alarmSummaries, metricSummary} from './watched-signals.js';

export interface JudgeInput {
  /** All rows since the rollout's first change, read again at this poll; more and other versions do no harm. */
  readonly minutes: readonly VersionMinute[];
  readonly stable: Version;
  readonly candidate: Version;
  /** Every traffic move of this rollout, the first one included, in any order. */
  readonly changes: readonly WeightChange[];
  readonly nowMs: number;
  readonly settings: AnalysisSettings;
  /** `watch` once the candidate has 100 %. */
  readonly phase: 'compare' | 'watch';
  /** When the traffic move of the current step, or of the promotion, was sent. */
  readonly stepStartedMs: number;
  /** Everything beside invocations and errors, as far as it was read. */
  readonly readings?: SignalReadings;
  /** Leaves out the bounds on the difference: they decide nothing and cost more than all the rest. */
  readonly withoutBounds?: boolean;
}

/**
 * Judges a rollout at one poll, from its raw minutes alone, so that it does not matter how often or by whom it is
 * asked. `fail` when the evidence reached 1 / alpha, by comparison up to 50 % or by the absolute guard above,
 * or when a named alarm or a watched metric went red. `pass`
 * only when the current step has enough usable candidate invocations, stable is not failing too, nobody is throttled and
 * the alias routes as configured. Everything else is inconclusive: too little data is never healthy. Never throws.
 */
export function judge(input: JudgeInput): Judgement {
  const {settings, changes, nowMs, stepStartedMs} = input;
  const watching = input.phase === 'watch';
  const selection = {changes, nowMs, settleMs: settings.settleMs};
  const paired = pairMinutes(input.minutes, input.stable, input.candidate);
  const settled = settledMinutes(paired, selection);
  const compared = settled.filter((minute) => isCompared(minute) && hasBothSides(minute));
  const alone = settled.filter((minute) => isAlone(minute, settings));
  const step = settled.filter((minute) => minute.minuteMs + MINUTE_MS > stepStartedMs);
  const wholeStep = step.filter((minute) => !minute.hasMove);
  const stepSummary = summarizeStep(step, settings);

  const startMs = startOf(changes, nowMs);
  const stable = summarizeSide(compared.map((minute) => minute.stable));
  const limit = guardLimit(stable);
  const evidence = combinedEvidence({...input, compared, window: beforeWindow(startMs), startMs, selection});
  const logGuard = logGuardEvidence(
    alone.map((minute) => minute.candidate),
    limit,
  );
  const watched = watchedSignals(input, startMs);
  const incident = watching ? undefined : sharedIncident(step, settings.hold);
  const routing = watching ? undefined : misRouting(wholeStep);
  const throttled = throttling({
    throttles: input.readings?.throttles ?? [],
    minutes: paired,
    before: input.readings?.before ?? {invocations: 0, throttles: 0},
    stepStartedMs,
    settledMs: nowMs - settings.settleMs,
  });
  const neededInvocations = Math.max(0, Math.ceil(settings.minInvocations - stepSummary.candidate.invocations));

  const logBound = -Math.log(settings.alpha);
  let cause: JudgementCause | undefined;
  if (evidence.log >= logBound) cause = CONVICTED_BY[evidence.largest];
  else if (watched.alarms?.some(({standing}) => standing === 'red')) cause = 'alarm';
  else if (watched.metrics?.some(({standing}) => standing === 'red')) cause = 'metric';
  else if (logGuard >= logBound) cause = 'absolute-guard';
  else if (watched.alarms?.some(({standing}) => standing === 'missing')) cause = 'alarm-missing';
  else if (incident) cause = 'shared-incident';
  else if (throttled) cause = 'throttled';
  else if (routing) cause = 'routing';
  else if (neededInvocations > 0 || stepSummary.candidate.invocations === 0) cause = 'too-little-data';

  const whole = compared.filter((minute) => !minute.hasMove);
  const judged: Omit<Judgement, 'reason'> = {
    verdict: verdictOf(cause),
    ...(cause && {cause}),
    evidence: boundedExp(evidence.log),
    signals: evidence.signals,
    bound: 1 / settings.alpha,
    promotionEvidence: boundedExp(logPromotionEvidence(wholeStep.filter(isCompared))),
    ...(alone.length > 0 && {guardEvidence: boundedExp(logGuard), guardLimit: limit}),
    usableMinutes: watching ? alone.length : compared.length,
    stable,
    candidate: summarizeSide((watching ? alone : compared).map((minute) => minute.candidate)),
    step: stepSummary,
    ...(whole.length > 0 && !input.withoutBounds && {difference: differenceBounds(whole)}),
    neededInvocations,
    ...(incident && {sharedIncident: incident}),
    ...(routing && {misRouting: routing}),
    ...(throttled && {throttling: throttled}),
    ...watched,
  };
  return {...judged, reason: explain(judged, input)};
}

/** The minute in which the rollout began. */
function startOf(changes: readonly WeightChange[], nowMs: number): number {
  const firstMs = Math.min(nowMs, ...changes.map((change) => change.atMs));
  return fullMinute(firstMs);
}

const CONVICTED_BY = {errors: 'candidate-errors', slow: 'candidate-slow', 'lost-events': 'lost-events'} as const;
const FAILURES: ReadonlySet<JudgementCause> = new Set([
  ...Object.values(CONVICTED_BY),
  'alarm',
  'metric',
  'absolute-guard',
]);

function verdictOf(cause: JudgementCause | undefined): Judgement['verdict'] {
  if (cause === undefined) return 'pass';
  return FAILURES.has(cause) ? 'fail' : 'inconclusive';
}

function watchedSignals(
  {readings, settings, nowMs}: JudgeInput,
  startMs: number,
): Pick<Judgement, 'alarms' | 'metrics'> {
  const settledMs = nowMs - settings.settleMs;
  const metrics = settings.metrics?.map((watched) => {
    const reading = readings?.metrics?.find(({name}) => name === watched.name);
    return metricSummary(watched, reading, {startMs, settledMs});
  });
  return {
    ...(readings?.alarms && {alarms: alarmSummaries(readings.alarms, startMs)}),
    ...(metrics && {metrics}),
  };
}

/** A minute for the guard: no control worth the name, but none of stable's failures either. */
function isAlone(minute: WeightedMinute, settings: AnalysisSettings): boolean {
  return !isCompared(minute) && minute.candidate.invocations > 0 && !isFailing(minute, settings.hold);
}

function summarizeStep(step: readonly WeightedMinute[], settings: AnalysisSettings): StepSummary {
  const usable = step.filter((minute) => (isCompared(minute) ? hasBothSides(minute) : isAlone(minute, settings)));
  return {
    usableMinutes: usable.length,
    stable: summarizeSide(usable.map((minute) => minute.stable)),
    candidate: summarizeSide(usable.map((minute) => minute.candidate)),
  };
}
