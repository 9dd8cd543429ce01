import {MINUTE_MS} from '../../model/duration.js';
import {formatDuration, parseDurationMs} from '../duration.js';
import {ParseError} from '../parse-error.js';
import {formatWeightPercent, parseWeightPercent, type WeightPercent} from './weight.js';

/** One weight level of a rollout and how long it bakes there. The move to 100 % is not a step, it is the promotion. */
export interface Step {
  readonly weightPercent: WeightPercent;
  readonly bakeMs: number;
}

const LINEAR = /^linear-(\d+)-(\d+)m$/;
const CANARY = /^canary-(\d+)-(\d+)m$/;
const WAY_OUT =
  'Write weight:bake pairs, "5%:5m, 25%:5m, 50%:5m", or a preset: canary-10-15m, linear-10-1m, all-at-once.';

/**
 * Reads steps: `5%:5m, 25%:5m`, `canary-10-15m` (one step), `linear-10-1m` (+10 % a minute) or `all-at-once` (none).
 * Weights ascend strictly and stay below 100. Throws ParseError.
 */
export function parseSteps(text: string): readonly Step[] {
  const spec = text.trim();
  if (spec === 'all-at-once') return [];
  const canary = CANARY.exec(spec);
  if (canary) return checked([{weightPercent: Number(canary[1]), bakeMs: Number(canary[2]) * MINUTE_MS}], text);
  const linear = LINEAR.exec(spec);
  if (linear) return checked(linearSteps(Number(linear[1]), Number(linear[2]) * MINUTE_MS), text);
  return checked(
    spec.split(',').map((part) => parseStep(part, text)),
    text,
  );
}

/** `5%:5m, 25%:5m`; `all-at-once` when there are none. Inverse of parseSteps. */
export function formatSteps(steps: readonly Step[]): string {
  if (steps.length === 0) return 'all-at-once';
  return steps.map((step) => `${formatWeightPercent(step.weightPercent)}:${formatDuration(step.bakeMs)}`).join(', ');
}

function linearSteps(percent: number, bakeMs: number): Step[] {
  const steps: Step[] = [];
  for (let weightPercent = percent; percent > 0 && weightPercent < 100; weightPercent += percent) {
    steps.push({weightPercent, bakeMs});
  }
  return steps;
}

function parseStep(part: string, whole: string): Step {
  const [weight, bake, ...rest] = part.split(':');
  if (weight === undefined || bake === undefined || rest.length > 0) {
    throw new ParseError(`"${part.trim()}" in "${whole}" is not a step.`, WAY_OUT);
  }
  return {weightPercent: parseWeightPercent(weight), bakeMs: parseDurationMs(bake)};
}

function checked(steps: readonly Step[], text: string): readonly Step[] {
  if (steps.length === 0) throw new ParseError(`"${text}" names no step.`, WAY_OUT);
  let previous = 0;
  for (const step of steps) {
    if (step.weightPercent >= 100) {
      throw new ParseError(`"${text}": a step stays below 100 %; the promotion to 100 % follows by itself.`, WAY_OUT);
    }
    if (step.weightPercent <= previous)
      throw new ParseError(`"${text}": weights must rise from step to step.`, WAY_OUT);
    if (step.bakeMs < MINUTE_MS || step.bakeMs % 1000 !== 0) {
      throw new ParseError(`"${text}": a step bakes at least one minute; CloudWatch counts in minutes.`, WAY_OUT);
    }
    previous = step.weightPercent;
  }
  return steps;
}
