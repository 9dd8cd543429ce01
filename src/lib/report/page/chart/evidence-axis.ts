import {formatEvidence} from '../../../analysis/evidence-text.js';
import type {Chart} from './chart.js';

/** Evidence for the candidate goes on for ever; who is promoted need not see how far. */
const LEAST = 0.01;
const MOST_BOUNDS = 1e4;

/** An axis on which evidence and its bound have their place. */
export function evidenceAxis(values: readonly number[], bound: number): Pick<Chart, 'y' | 'yTitle'> {
  const least = Math.max(LEAST, Math.min(...values, 0.1));
  const highest = Math.min(bound * MOST_BOUNDS, Math.max(...values, bound * 3));
  return {
    yTitle: 'Evidence (1 = none, logarithmic)',
    y: {kind: 'log', domain: [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(highest))], format: tick},
  };
}

function tick(value: number): string {
  return value >= 1e6 ? `10^${Math.round(Math.log10(value))}` : formatEvidence(value);
}
