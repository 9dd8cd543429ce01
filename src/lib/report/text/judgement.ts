import {evidenceText, formatEvidence} from '../../analysis/evidence-text.js';
import type {Judgement, JudgementCause, SideSummary, SignalPart, SignalSummary} from '../../analysis/judgement.js';
import {PROMOTION} from '../../analysis/settings.js';
import {formatCount, formatCountOf, formatRate} from '../number-text.js';

/** `1,204 requests, 2 errors, 0.17%`. */
export function sideText(side: Pick<SideSummary, 'invocations' | 'errors' | 'errorRate'>): string {
  if (side.invocations === 0) return 'no requests';
  return `${formatCountOf(side.invocations, 'request')}, ${formatCountOf(side.errors, 'error')}, ${formatRate(side.errorRate)}`;
}

/** Both sides under each other, their numbers aligned. */
export function sideLines({candidate, stable}: Pick<Judgement, 'candidate' | 'stable'>): readonly [string, string] {
  const width = Math.max(...[candidate, stable].map((side) => formatCount(side.invocations).length));
  const aligned = (side: SideSummary) => {
    const missing = width - formatCount(side.invocations).length;
    return side.invocations === 0 ? sideText(side) : ' '.repeat(missing) + sideText(side);
  };
  return [`candidate  ${aligned(candidate)}`, `stable     ${aligned(stable)}`];
}

/** Verdict, evidence, both sides with their intervals, what each signal adds and what is missing, in one line. */
export function judgementText(judgement: Judgement): string {
  const {verdict, stable, candidate, usableMinutes} = judgement;
  return [
    `${verdict}${causeText(judgement)}: ${evidenceText(judgement)} after ${formatCountOf(usableMinutes, 'minute')}`,
    `candidate ${sideText(candidate)}${intervalText(candidate)}`,
    `stable ${sideText(stable)}${intervalText(stable)}`,
    ...besideErrors(judgement),
  ].join('; ');
}

/** What is worth saying beside evidence and errors, a phrase each; none while there is nothing. */
export function besideErrors(judgement: Judgement): readonly string[] {
  const {signals, guardEvidence, throttling, alarms = [], metrics = [], missing, steppedBack} = judgement;
  const red = [...alarms, ...metrics].flatMap(({name, standing}) =>
    standing === 'quiet' ? [] : [STANDING[standing](name)],
  );
  const unused = (missing?.candidate ?? 0) + (missing?.stable ?? 0);
  return [
    ...(signals.length > 1 ? [signals.map(signalText).join(', ')] : []),
    ...signals.filter(({name}) => name === 'pairs').flatMap(({parts}) => parts.map(pairText)),
    ...(steppedBack ? ['compared beside stable again, no guard any more'] : guardText(judgement, guardEvidence)),
    ...(throttling
      ? [`${formatCount(throttling.throttles)} of ${formatCount(throttling.attempts)} requests throttled`]
      : []),
    ...red,
    ...(unused > 0 ? [`${formatCountOf(unused, 'minute')} not used, counts are missing`] : []),
    ...(missing && missing.readAsZero > 0 ? [`${formatCount(missing.readAsZero)} missing error counts read as 0`] : []),
    ...neededText(judgement),
  ];
}

/** Only while the step waits for requests: after a verdict nobody does, and a watch does not wait for them. */
function neededText({cause, neededInvocations, guardEvidence}: Judgement): readonly string[] {
  if (cause !== 'too-little-data' || neededInvocations === 0 || guardEvidence !== undefined) return [];
  return [`this step needs ${formatCountOf(neededInvocations, 'more candidate request')}`];
}

function guardText({bound}: Judgement, guardEvidence: number | undefined): readonly string[] {
  if (guardEvidence === undefined) return [];
  return [`guard ${formatEvidence(guardEvidence)} (back beside stable at ${formatEvidence(bound)})`];
}

/** Why a verdict is not `pass`, in two or three words. */
function causeText({cause}: Judgement): string {
  return cause === undefined ? '' : ` (${CAUSES[cause]})`;
}

const CAUSES: Record<JudgementCause, string> = {
  'candidate-errors': 'more errors',
  'candidate-slow': 'slower',
  'candidate-pair': 'more bad ones in a pair',
  'obvious-failure': 'obvious failure',
  alarm: 'alarm',
  metric: 'metric',
  'absolute-guard': 'to be compared beside stable',
  'lost-events': 'waiting: lost events',
  'api-stage': 'waiting: server errors of an API stage',
  leaning: 'waiting: leaning',
  'alarm-missing': 'waiting: alarm gone',
  'pair-missing': 'waiting: pair not seen',
  'shared-incident': 'waiting: shared incident',
  throttled: 'waiting: throttled',
  routing: 'waiting: not routed as configured',
  'too-little-data': 'too little data',
};

const STANDING = {
  red: (name: string) => `${name} went red`,
  'red-before': (name: string) => `${name} was red before, evidence of nothing`,
  missing: (name: string) => `${name} is gone`,
} as const;

/** `errors 3.2 × 80%`: what a signal has made of its share of the bank. */
function signalText({name, evidence, weight}: SignalSummary): string {
  return `${name} ${formatEvidence(evidence)} × ${Math.round(weight * 100)}%`;
}

/** `http-5xx 12 of 60 (20%), stable 0 of 1,200 (0%)`: of the candidate first, by the pair's own name. */
function pairText({name, candidate, stable}: SignalPart): string {
  const [bad, control] = [candidate, stable].map((side) => {
    const {errors = 0, invocations = 0, errorRate} = side ?? {};
    return `${formatCount(errors)} of ${formatCount(invocations)}${errorRate === undefined ? '' : ` (${formatRate(errorRate)})`}`;
  });
  return `${name} ${bad}, stable ${control}`;
}

/** ` (95% 0.02–0.61%)`; nothing without requests. */
export function intervalText({errorRateInterval: interval}: SideSummary): string {
  if (!interval) return '';
  return ` (95% ${formatRate(interval.lower).replace('%', '')}–${formatRate(interval.upper)})`;
}

/** What a step that passed has proved, or what it could not exclude; empty where nothing was compared. */
export function proofText({promotionEvidence, difference}: Judgement): string {
  if (difference === undefined) return '';
  if (promotionEvidence >= 1 / PROMOTION.alpha) return ' An unacceptable version is excluded.';
  const points = formatRate(Math.max(0, difference.upper)).replace('%', '');
  return ` Up to ${points} percentage points more errors than stable are not excluded.`;
}
