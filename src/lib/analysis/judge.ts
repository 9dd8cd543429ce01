import {fullMinute} from '../model/full-minute.js';
import {allFailed} from './all-failed.js';
import {apiStagesEvidence, lostEventsEvidence} from './beside-before.js';
import {boundedExp} from './bet/log-space.js';
import {unseenPairs} from './bet/pair-evidence.js';
import {logPromotionEvidence} from './bet/promotion-bet.js';
import {combinedEvidence} from './bet/signal-evidence.js';
import {causeOf, verdictOf} from './cause.js';
import {differenceBounds} from './difference-bounds.js';
import {guard, isAlone, steppedBackAt} from './guard.js';
import type {Judgement, StepSummary} from './judgement.js';
import {type MinutesInput, sortMinutes} from './minute/compared.js';
import {hasBothSides, MINUTE_MS} from './minute/paired-minute.js';
import {isCompared, type Selection, type WeightedMinute} from './minute/settled-minutes.js';
import {NEVER_COMES_MS} from './minute/sparse.js';
import type {WeightChange} from './minute/weight-change.js';
import {missingPoints} from './missing-points.js';
import {pairGuard} from './pair-guard.js';
import {explain} from './reason.js';
import {misRouting} from './routing-check.js';
import {type AnalysisSettings, PROMOTION} from './settings.js';
import {sharedIncident} from './shared-incident.js';
import {summarizeSide} from './side-summary.js';
import {throttling} from './throttling.js';
import {alarmSummaries, metricSummary} from './watched-signals.js';

export interface JudgeInput extends MinutesInput {
  /** `watch` once the candidate has 100 %. */
  readonly phase: 'compare' | 'watch';
  /** When the traffic move of the current step, or of the promotion, was sent. */
  readonly stepStartedMs: number;
  /** Leaves out the bounds on the difference: they decide nothing and cost more than all the rest. */
  readonly withoutBounds?: boolean;
}

/**
 * Judges a rollout at one poll, from its raw minutes alone, so that it does not matter how often or by whom it is
 * asked. `fail` when the evidence reached 1 / alpha by comparison, when a candidate without a control fails obviously, or
 * when a named alarm or a watched metric went red. `pass` only when the current step has enough usable candidate
 * invocations, no evidence leans against the candidate, stable is not failing too, nobody is throttled and the alias
 * routes as configured. Everything else is undecided: too little data is never healthy. Never throws.
 */
export function judge(input: JudgeInput): Judgement {
  const {settings, changes, nowMs, stepStartedMs, readings} = input;
  const before = readings?.before;
  const watching = input.phase === 'watch';
  const {paired, settled, compared, selection} = sortMinutes(input);
  const whole = compared.filter((minute) => !minute.hasMove);
  const step = settled.filter((minute) => minute.minuteMs + MINUTE_MS > stepStartedMs);
  const inStep = (minute: WeightedMinute) => minute.minuteMs + MINUTE_MS > stepStartedMs;

  const steppedBackMs = steppedBackAt(changes);
  const startMs = startOf(changes, nowMs);
  const stable = summarizeSide(compared.map((minute) => minute.stable));
  const evidence = combinedEvidence({...input, compared, selection});
  const alone = guard({settled, stableBefore: before?.stable ?? [], compared, settings, steppedBackMs});
  const moment = {startMs, settledMs: nowMs - settings.settleMs};
  const lost = lostEventsEvidence(settings, readings, moment);
  const stages = apiStagesEvidence(settings, readings, moment);
  const watched = watchedSignals(input, startMs);
  // A candidate that is better than a broken stable is its mend, not another victim.
  const isMend = logPromotionEvidence(whole.filter(inStep), NO_BETTER) >= -Math.log(PROMOTION.alpha);
  const incident = watching || isMend ? undefined : sharedIncident(step, settings.hold);
  const routing = watching ? undefined : misRouting(routedMinutes(step, nowMs));
  const throttled = throttling({
    throttles: readings?.throttles ?? [],
    minutes: paired,
    before: before ?? {invocations: 0, throttles: 0},
    stepStartedMs,
    settledMs: nowMs - settings.settleMs,
  });
  const stepSummary = summarizeStep(step, settings);
  const neededInvocations = Math.max(0, Math.ceil(settings.minInvocations - stepSummary.candidate.invocations));
  // Sent beside stable, the candidate is compared; and whom the comparison has cleared the guard does not try again.
  const isGuarded = alone.alone.length > 0 && (watching || steppedBackMs === undefined);
  const ofPair = isGuarded ? pairGuardOf(input, selection, steppedBackMs) : undefined;
  const [logGuard, guardPair] = ofPair && ofPair.log > alone.log ? [ofPair.log, ofPair.guard] : [alone.log, undefined];
  const missing = missingPoints(settled);
  const failed = watching || neededInvocations === 0 ? undefined : allFailed(step, settings.tolerate);
  const pairs = evidence.signals.find(({name}) => name === 'pairs')?.parts ?? [];
  const unseen = watching ? [] : unseenPairs(pairs, before?.pairs ?? [], input.stable);
  const standings = {
    ...watched,
    ...(unseen.length > 0 && {unseenPairs: unseen}),
    ...(incident && {sharedIncident: incident}),
    ...(routing && {misRouting: routing}),
    ...(throttled && {throttling: throttled}),
  };
  const cause = causeOf({
    ...standings,
    evidence,
    logGuard: isGuarded && steppedBackMs === undefined ? logGuard : undefined,
    isObviousFailure: isGuarded && alone.isObvious,
    logLostEvents: lost?.log,
    logApiStages: stages?.log,
    logBound: -Math.log(settings.alpha),
    hasTooLittleData: neededInvocations > 0 || stepSummary.candidate.invocations === 0,
  });

  const judged: Omit<Judgement, 'reason'> = {
    verdict: verdictOf(cause),
    ...(cause && {cause}),
    evidence: boundedExp(evidence.log),
    signals: evidence.signals,
    bound: 1 / settings.alpha,
    promotionEvidence: boundedExp(logPromotionEvidence(whole.filter(({minuteMs}) => minuteMs >= (steppedBackMs ?? 0)))),
    ...(isGuarded && {guardEvidence: boundedExp(logGuard), guardLimit: alone.limit}),
    ...(guardPair && {guardPair}),
    usableMinutes: watching ? alone.alone.length : compared.length,
    stable,
    candidate: summarizeSide((watching ? alone.alone : compared).map((minute) => minute.candidate)),
    step: stepSummary,
    ...(compared.length > 0 && !input.withoutBounds && {difference: differenceBounds(compared)}),
    neededInvocations: watching ? 0 : neededInvocations,
    ...(failed && {allFailed: failed}),
    ...(missing && {missing}),
    ...(lost && {lostEvents: lost.part}),
    ...(stages && {apiStages: stages.parts}),
    ...(steppedBackMs !== undefined && {steppedBack: true as const}),
    ...standings,
  };
  return {...judged, reason: explain(judged, input)};
}

/** What the mirror bet has to exclude of a candidate in an incident: that it is no better than stable. */
const NO_BETTER = {ratio: 1, plus: 0} as const;

/** The minute in which the rollout began. */
function startOf(changes: readonly WeightChange[], nowMs: number): number {
  const firstMs = Math.min(nowMs, ...changes.map((change) => change.atMs));
  return fullMinute(firstMs);
}

function pairGuardOf(input: JudgeInput, selection: Selection, steppedBackMs = 0) {
  const {settings, readings, stable, candidate} = input;
  if (!settings.pairs) return undefined;
  const read = {readings: readings?.pairs ?? [], before: readings?.before.pairs ?? []};
  return pairGuard({pairs: settings.pairs, stable, candidate, selection, fromMs: steppedBackMs, ...read});
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

/** Minutes whose split is known: both counts there, and where a version has no point at all, none to be expected any more. */
function routedMinutes(step: readonly WeightedMinute[], nowMs: number): readonly WeightedMinute[] {
  return step.filter(
    (minute) =>
      !minute.hasMove &&
      !minute.incomplete &&
      (hasBothSides(minute) || minute.minuteMs + MINUTE_MS + NEVER_COMES_MS <= nowMs),
  );
}

function summarizeStep(step: readonly WeightedMinute[], settings: AnalysisSettings): StepSummary {
  const usable = step.filter((minute) => (isCompared(minute) ? hasBothSides(minute) : isAlone(minute, settings)));
  return {
    usableMinutes: usable.length,
    stable: summarizeSide(usable.map((minute) => minute.stable)),
    candidate: summarizeSide(usable.map((minute) => minute.candidate)),
  };
}
