import {describe, expect, it} from 'vitest';
import {isHigh} from '../../bench/analysis/kayenta.js';
import {runOurs} from '../../bench/analysis/ours.js';
import {anyErrorAlarm, argoThreshold, codeDeploy, flagger, rateAlarm} from '../../bench/analysis/peers.js';
import {DEFAULT_POLICY} from '../../bench/analysis/rollout.js';
import {type Judge, runJudge} from '../../bench/analysis/run.js';
import {drawTrace, type Trace} from '../../bench/analysis/trace.js';
import {binomial, seededRandom} from '../../src/lib/analysis/random.js';

/** An hour with constant error rates. */
function aTrace(perMinute: number, stableRate: number, candidateRate: number): Trace {
  const scenario = {perMinute, stableRate: () => stableRate, candidateRate: () => candidateRate};
  return drawTrace(seededRandom(5), scenario);
}

function outcome(judge: Judge, ...rates: Parameters<typeof aTrace>) {
  return runJudge(judge, aTrace(...rates));
}

describe('the judges of the benchmark', () => {
  it('all promote a version without errors, each at its own minute', () => {
    const promotedAt = [codeDeploy(anyErrorAlarm), flagger(), argoThreshold()].map(
      (judge) => outcome(judge, 6000, 0, 0).promotedAt,
    );
    expect(promotedAt).toEqual([5, 6, 15]);
    expect(runOurs(aTrace(6000, 0, 0)).promotedAt).toBe(15);
    expect(runOurs(aTrace(6000, 0, 0), {...DEFAULT_POLICY, promoteEarly: true}).promotedAt).toBe(11);
  });

  it('all take back a version that fails every request, each at its own minute', () => {
    const judges = [codeDeploy(anyErrorAlarm), codeDeploy(rateAlarm), flagger(), argoThreshold()];
    expect(judges.map((judge) => outcome(judge, 6000, 0, 1).rolledBackAt)).toEqual([2, 3, 7, 2]);
    expect(runOurs(aTrace(6000, 0, 1)).rolledBackAt).toBeCloseTo(1.55, 2);
  });

  it('know an alarm that a candidate failing 30 % at a tenth of the traffic does not raise, since stable dilutes it', () => {
    expect(outcome(codeDeploy(rateAlarm), 6000, 0, 0.3).rolledBackAt).toBeUndefined();
  });

  it('count silence as a failed check where Flagger does', () => {
    expect(outcome(flagger(), 0, 0, 0).rolledBackAt).toBe(7);
    expect(runOurs(aTrace(0, 0, 0)).rolledBackAt).toBeUndefined();
  });

  it('ask Kayenta for separation, and find it in two separate single points', () => {
    expect(isHigh([1, 1.1, 0.9, 1, 1.05], [1, 0.95, 1.1, 1.02, 0.9])).toBe(false);
    expect(isHigh([1, 1.1, 0.9, 1, 1.05, 1.02], [5, 5.1, 4.9, 5.2, 5.3, 4.8])).toBe(true);
    expect(isHigh([5, 5.1, 4.9, 5.2, 5.3, 4.8], [1, 1.1, 0.9, 1, 1.05, 1.02])).toBe(false);
    expect(isHigh([1], [2])).toBe(true);
    expect(isHigh([0, 0], [0, 0])).toBe(false);
  });
});

describe('binomial draws', () => {
  it.each([
    [20, 0.05],
    [1000, 0.3],
    [300, 0.97],
    [50, 1],
  ])('of %i at %f have its mean and spread', (trials, chance) => {
    const random = seededRandom(3);
    const drawn = Array.from({length: 4000}, () => binomial(random, trials, chance));
    const mean = drawn.reduce((sum, count) => sum + count, 0) / drawn.length;
    const variance = drawn.reduce((sum, count) => sum + (count - mean) ** 2, 0) / drawn.length;
    const sigma = Math.sqrt(trials * chance * (1 - chance));
    expect(Math.abs(mean - trials * chance)).toBeLessThanOrEqual(0.06 * sigma);
    expect(Math.abs(Math.sqrt(variance) - sigma)).toBeLessThanOrEqual(0.06 * sigma);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(trials);
  });
});
