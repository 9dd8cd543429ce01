import type {Judgement, SideSummary, SignalSummary} from '../../analysis/judgement.js';
import {PROMOTION} from '../../analysis/settings.js';
import {formatCount, formatCountOf, formatRate} from '../number-text.js';

/** `evidence 3.2 of 100`: how far the bet against the candidate has got, and where it is rolled back. */
export function evidenceText(judgement: Judgement): string {
  return `evidence ${formatEvidence(judgement.evidence)} of ${formatCount(judgement.bound)}`;
}

/** `1,204 calls, 2 errors, 0.17%`. */
export function sideText(side: Pick<SideSummary, 'invocations' | 'errors' | 'errorRate'>): string {
  if (side.invocations === 0) return 'no calls';
  return `${formatCountOf(side.invocations, 'call')}, ${formatCountOf(side.errors, 'error')}, ${formatRate(side.errorRate)}`;
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
    `${verdict}: ${evidenceText(judgement)} after ${formatCountOf(usableMinutes, 'minute')}`,
    `candidate ${sideText(candidate)}${intervalText(candidate)}`,
    `stable ${sideText(stable)}${intervalText(stable)}`,
    ...besideErrors(judgement),
  ].join('; ');
}

/** What is worth saying beside evidence and errors, a phrase each; none while there is nothing. */
export function besideErrors(judgement: Judgement): readonly string[] {
  const {signals, guardEvidence, neededInvocations, throttling, alarms = [], metrics = [], bound} = judgement;
  const red = [...alarms, ...metrics].flatMap(({name, standing}) =>
    standing === 'quiet' ? [] : [STANDING[standing](name)],
  );
  return [
    ...(signals.length > 1 ? [signals.map(signalText).join(', ')] : []),
    ...(guardEvidence === undefined ? [] : [`guard ${formatEvidence(guardEvidence)} of ${formatCount(bound)}`]),
    ...(throttling
      ? [`${formatCount(throttling.throttles)} of ${formatCount(throttling.attempts)} calls throttled`]
      : []),
    ...red,
    ...(neededInvocations > 0 ? [`${formatCountOf(neededInvocations, 'more candidate call')} needed`] : []),
  ];
}

const STANDING = {
  red: (name: string) => `${name} went red`,
  'red-before': (name: string) => `${name} was red before, evidence of nothing`,
  missing: (name: string) => `${name} is gone`,
} as const;

/** `errors 3.2 × 80%`: what a signal has made of its share of the bank. */
function signalText({name, evidence, weight}: SignalSummary): string {
  return `${name === 'lost-events' ? 'lost events' : name} ${formatEvidence(evidence)} × ${Math.round(weight * 100)}%`;
}

/** ` (95% 0.02–0.61%)`; nothing without calls. */
function intervalText({errorRateInterval: interval}: SideSummary): string {
  if (!interval) return '';
  return ` (95% ${formatRate(interval.lower).replace('%', '')}–${formatRate(interval.upper)})`;
}

/** What a step that passed has proved, or what it could not exclude; empty where nothing was compared. */
export function proofText({promotionEvidence, difference}: Judgement): string {
  if (difference === undefined) return '';
  if (promotionEvidence >= 1 / PROMOTION.alpha) return ' An unacceptable version is excluded.';
  return ` Up to ${formatRate(Math.max(0, difference.upper))} more errors than stable are not excluded.`;
}

function formatEvidence(evidence: number): string {
  if (!Number.isFinite(evidence)) return '∞';
  if (evidence >= 1000) return formatCount(evidence);
  return Number(evidence.toPrecision(2)).toString();
}
