import {expect, test} from 'vitest';
import {type PowerCheck, powerRow} from '../../../bench/analysis/power.js';

const RUNS = 300;
/** Two points, and what chance adds to a share of so many rollouts: 1.3 points is its standard error. */
const WITHIN = 0.045;

// All twenty settings, a thousand rollouts each: npm run bench:analysis.
test.each<PowerCheck>([
  {steps: '5%:2m', perMinute: 600, stableRate: 0},
  {steps: '5%:3m', perMinute: 600, stableRate: 0.01},
  {steps: '5%:3m, 50%:3m', perMinute: 600, stableRate: 0.01},
])(
  'what plan says $steps finds at $perMinute a minute, a rollout by these steps finds as often',
  (check) => {
    const {share} = powerRow(check, 1, RUNS);
    expect(Math.abs(share - 0.95)).toBeLessThan(WITHIN);
  },
  60_000,
);
