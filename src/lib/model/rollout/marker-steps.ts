import {formatDuration, parseDurationMs} from '../duration.js';
import {ParseError} from '../parse-error.js';
import type {Step} from './step.js';

const RUN = /^(\d+(?:\.\d+)?)x(\d+)$/;
const NONE = '-';

/**
 * Steps in as few characters as they need: `5,25,50:5m` where a weight without a bake shares that of the next one,
 * `10x9:1m` for 10, 20, … 90, `-` for none.
 */
export function formatMarkerSteps(steps: readonly Step[]): string {
  if (steps.length === 0) return NONE;
  const run = asRun(steps);
  if (run) return run;
  return steps
    .map((step, index) => {
      const weight = String(step.weightPercent);
      return steps[index + 1]?.bakeMs === step.bakeMs ? weight : `${weight}:${formatDuration(step.bakeMs)}`;
    })
    .join(',');
}

/** Inverse of formatMarkerSteps. Throws ParseError. */
export function parseMarkerSteps(text: string): readonly Step[] {
  if (text === NONE) return [];
  const entries = text.split(',').map((entry) => {
    const [weight = '', bake, ...rest] = entry.split(':');
    if (rest.length > 0) throw unreadable(text);
    return {weight, bakeMs: bake === undefined ? undefined : parseDurationMs(bake)};
  });
  const steps: Step[] = [];
  let bakeMs = entries.at(-1)?.bakeMs;
  for (const entry of entries.toReversed()) {
    bakeMs = entry.bakeMs ?? bakeMs;
    if (bakeMs === undefined) throw unreadable(text);
    for (const weightPercent of weights(entry.weight, text).toReversed()) steps.unshift({weightPercent, bakeMs});
  }
  return steps;
}

function asRun(steps: readonly Step[]): string | undefined {
  const [first] = steps;
  if (!first || steps.length < 3) return undefined;
  const even = steps.every(
    (step, index) => step.bakeMs === first.bakeMs && step.weightPercent === multiple(first.weightPercent, index + 1),
  );
  return even ? `${first.weightPercent}x${steps.length}:${formatDuration(first.bakeMs)}` : undefined;
}

function weights(text: string, whole: string): number[] {
  const run = RUN.exec(text);
  if (run) return Array.from({length: Number(run[2])}, (_, index) => multiple(Number(run[1]), index + 1));
  const weight = Number(text);
  if (text === '' || !(weight > 0 && weight < 100)) throw unreadable(whole);
  return [weight];
}

// Weights have two decimals; 3 × 0.1 is not 0.3 in binary.
function multiple(weightPercent: number, times: number): number {
  return Number((weightPercent * times).toFixed(2));
}

function unreadable(text: string): ParseError {
  return new ParseError(`"${text}" are not the steps of a rollout marker.`, 'Leave the alias description alone.');
}
