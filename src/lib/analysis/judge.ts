import type {Version} from '../model/version.js';
import {guardLimit, logGuardEvidence} from './absolute-guard.js';
import {differenceBounds} from './difference-bounds.js';
import {logErrorEvidence} from './error-evidence.js';
import type {Judgement, JudgementCause, StepSummary} from './judgement.js';
import {boundedExp} from './log-space.js';
import type {VersionMinute} from './minute.js';
import {hasBothSides, pairMinutes} from './paired-minute.js';
import {logPromotionEvidence} from './promotion-bet.js';
import {explain} from './reason.js';
import {misRouting} from './routing-check.js';
import type {AnalysisSettings} from './settings.js';
import {isCompared, settledMinutes, type WeightedMinute} from './settled-minutes.js';
import {isFailing, sharedIncident} from './shared-incident.js';
import {summarizeSide} from './side-summary.js';
import type {WeightChange} from './weight-change.js';

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
}

/**
 * Judges a rollout at one poll, from its raw minutes alone, so that it does not matter how often or by whom it is
 * asked. `fail` when the evidence reached 1 / alpha, by comparison up to 50 % or by the absolute guard above. `pass`
 * only when the current step has enough usable candidate invocations, stable is not failing too and the alias routes
 * as configured. Everything else is inconclusive: too little data is never healthy. Never throws.
 */
export function judge(input: JudgeInput): Judgement {
  const {settings, changes, nowMs, stepStartedMs} = input;
  const watching = input.phase === 'watch';
  const settled = settledMinutes(pairMinutes(input.minutes, input.stable, input.candidate), {
    changes,
    nowMs,
    settleMs: settings.settleMs,
  });
  const compared = settled.filter((minute) => isCompared(minute) && hasBothSides(minute));
  const alone = settled.filter((minute) => isAlone(minute, settings));
  const step = settled.filter((minute) => minute.minuteMs >= stepStartedMs);
  const stepSummary = summarizeStep(step, settings);

  const stable = summarizeSide(compared.map((minute) => minute.stable));
  const limit = guardLimit(stable);
  const logEvidence = logErrorEvidence(compared, settings.tolerate).at(-1) ?? 0;
  const logGuard = logGuardEvidence(
    alone.map((minute) => minute.candidate),
    limit,
  );
  const incident = watching ? undefined : sharedIncident(step, settings.hold);
  const routing = watching ? undefined : misRouting(step);
  const neededInvocations = Math.max(0, Math.ceil(settings.minInvocations - stepSummary.candidate.invocations));

  const logBound = -Math.log(settings.alpha);
  let cause: JudgementCause | undefined;
  if (logEvidence >= logBound) cause = 'candidate-errors';
  else if (logGuard >= logBound) cause = 'absolute-guard';
  else if (incident) cause = 'shared-incident';
  else if (routing) cause = 'routing';
  else if (neededInvocations > 0 || stepSummary.candidate.invocations === 0) cause = 'too-little-data';

  const judged: Omit<Judgement, 'reason'> = {
    verdict: verdictOf(cause),
    ...(cause && {cause}),
    evidence: boundedExp(logEvidence),
    bound: 1 / settings.alpha,
    promotionEvidence: boundedExp(logPromotionEvidence(step.filter(isCompared))),
    ...(alone.length > 0 && {guardEvidence: boundedExp(logGuard), guardLimit: limit}),
    usableMinutes: watching ? alone.length : compared.length,
    stable,
    candidate: summarizeSide((watching ? alone : compared).map((minute) => minute.candidate)),
    step: stepSummary,
    ...(compared.length > 0 && {difference: differenceBounds(compared)}),
    neededInvocations,
    ...(incident && {sharedIncident: incident}),
    ...(routing && {misRouting: routing}),
  };
  return {...judged, reason: explain(judged, input)};
}

function verdictOf(cause: JudgementCause | undefined): Judgement['verdict'] {
  if (cause === undefined) return 'pass';
  return cause === 'candidate-errors' || cause === 'absolute-guard' ? 'fail' : 'inconclusive';
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
