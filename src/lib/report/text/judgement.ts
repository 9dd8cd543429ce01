import type {Judgement, SideSummary} from '../../analysis/judgement.js';
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

/** Verdict, evidence and both sides in one line. */
export function judgementText(judgement: Judgement): string {
  const {verdict, stable, candidate, usableMinutes} = judgement;
  return [
    `${verdict}: ${evidenceText(judgement)} after ${formatCountOf(usableMinutes, 'minute')}`,
    `candidate ${sideText(candidate)}`,
    `stable ${sideText(stable)}`,
  ].join('; ');
}

function formatEvidence(evidence: number): string {
  if (!Number.isFinite(evidence)) return '∞';
  if (evidence >= 1000) return formatCount(evidence);
  return Number(evidence.toPrecision(2)).toString();
}
