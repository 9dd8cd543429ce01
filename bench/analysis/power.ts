import {binomial, poisson, seededRandom} from '../../src/lib/analysis/random.js';
import {parseSteps} from '../../src/lib/model/rollout/step.js';
import {foresee} from '../../src/lib/plan/forecast/forecast.js';
import {DEFAULT_POLICY, runRollout} from './rollout.js';

/** One promise of `plan`. */
export interface PowerCheck {
  readonly perMinute: number;
  readonly stableRate: number;
  readonly steps: string;
}

/** Twenty rollouts, among them ones with steps as short as CloudWatch lets them be. */
export function powerChecks(): readonly PowerCheck[] {
  const of = (steps: string, perMinute: number, stableRate: number): PowerCheck => ({steps, perMinute, stableRate});
  return [
    of('5%:2m', 600, 0),
    of('5%:2m', 6000, 0.01),
    of('5%:3m', 600, 0),
    of('5%:3m', 600, 0.01),
    of('5%:3m', 6000, 0.05),
    of('10%:3m', 60_000, 0.001),
    of('25%:3m', 600, 0.001),
    of('50%:3m', 600, 0.01),
    of('5%:5m', 600, 0),
    of('5%:5m', 6000, 0.01),
    of('5%:10m', 60, 0),
    of('10%:15m', 600, 0.05),
    of('25%:5m', 60, 0.01),
    of('50%:10m', 60, 0.05),
    of('5%:3m, 50%:3m', 600, 0.01),
    of('5%:5m, 25%:5m, 50%:5m', 60, 0),
    of('5%:5m, 25%:5m, 50%:5m', 600, 0.01),
    of('5%:5m, 25%:5m, 50%:5m', 6000, 0.001),
    of('5%:5m, 25%:5m, 50%:5m', 6000, 0.05),
    of('25%:10m, 50%:10m', 12, 0),
  ];
}

/** The standard error of a share of 95 % is 0.7 points then. */
const RUNS = 1000;
const TARGET = 0.95;
/** Two points, and what chance adds to a share of so many runs. */
const WITHIN = 0.03;
const HISTORY_MINUTES = 180;

/** What `plan` promises and how often rollouts keep it. */
export function powerRow({perMinute, stableRate, steps: text}: PowerCheck, seed: number, runs = RUNS) {
  const steps = parseSteps(text);
  const {settings, watchMs} = DEFAULT_POLICY;
  const traffic = {perMinute, errorRate: stableRate, basis: 'last-hour', lastHourPerMinute: perMinute} as const;
  const forecast = foresee({steps, watchMs, promoteEarly: false, settings, traffic});
  const rate = forecast.detectableRate;
  const random = seededRandom(seed * 300_007);
  const leastMinutes = steps.reduce((sum, {bakeMs}) => sum + bakeMs / 60_000, 0);
  const bakedMinutes = ((forecast.expectedMs ?? 0) - watchMs) / 60_000;
  const found = Array.from({length: rate === undefined ? 0 : runs}, () => {
    const invocations = poisson(random, perMinute * HISTORY_MINUTES);
    const stable = [{invocations, errors: binomial(random, invocations, stableRate)}];
    const end = runRollout(
      {
        random,
        perMinute,
        rates: () => ({stable: stableRate, candidate: rate ?? 0}),
        before: {invocations, throttles: 0, stable},
      },
      {...DEFAULT_POLICY, steps, watchMs: 60_000},
    );
    // By the end of the bakes: a step that leans is waited for, which finds more than was promised, and the steps after it
    // come later by as much. Where a step waits for requests, before the promotion.
    const isInTime =
      bakedMinutes > leastMinutes ? end.promotedAt === undefined : end.atMinute - end.waitedMinutes <= bakedMinutes;
    return end.kind === 'rolledBack' && isInTime;
  });
  const share = found.filter(Boolean).length / Math.max(1, found.length);
  return {
    cells: [
      perMinute.toLocaleString('en-US'),
      `${Number((stableRate * 100).toPrecision(3))} %`,
      text,
      rate === undefined ? 'nothing' : `${Number((rate * 100).toPrecision(3))} %`,
      rate === undefined ? '–' : `${(share * 100).toFixed(1)} %`,
    ],
    share,
    isKept: rate === undefined || Math.abs(share - TARGET) <= WITHIN,
  };
}
