import {describe, expect, it} from 'vitest';
import {logWorth} from '../../src/lib/analysis/bet/bank.js';
import {logErrorEvidence, openErrorBank, playMinute} from '../../src/lib/analysis/bet/error-evidence.js';
import {poisson, seededRandom} from '../../src/lib/analysis/random.js';
import {DEFAULT_SETTINGS, type Tolerance} from '../../src/lib/analysis/settings.js';
import {aPair, type Counts} from './minutes.js';

const STRICT: Tolerance = {ratio: 1, plus: 0};
const RUNS = 1000;
const SCHEDULE = [0.05, 0.05, 0.05, 0.05, 0.05, 0.25, 0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0.5, 0.5, 0.5];

interface Cell {
  readonly perMinute: number;
  /** Stable's rate in each minute. */
  readonly stableRate: (minute: number) => number;
  readonly candidateRate: (stableRate: number) => number;
  readonly tolerate: Tolerance;
}

const same = (rate: number) => rate;

/** Share of runs whose evidence reached 1/alpha at any minute: looked at every minute, as a rollout does. */
function everConvicted({perMinute, stableRate, candidateRate, tolerate}: Cell, seed: number): number {
  const random = seededRandom(seed);
  let convicted = 0;
  for (let run = 0; run < RUNS; run++) {
    const minutes = SCHEDULE.map((weight, minute): Counts => {
      const [nc, ns] = [poisson(random, perMinute * weight), poisson(random, perMinute * (1 - weight))];
      const rate = stableRate(minute);
      return [nc, ns, failed(random, nc, candidateRate(rate)), failed(random, ns, rate)];
    });
    const evidence = logErrorEvidence(
      minutes.map((counts) => aPair(counts)),
      tolerate,
    );
    if (evidence.some((log) => log >= -Math.log(DEFAULT_SETTINGS.alpha))) convicted++;
  }
  return convicted / RUNS;
}

function failed(random: () => number, invocations: number, rate: number): number {
  return Math.min(invocations, poisson(random, invocations * rate));
}

describe('share of identical versions that are ever convicted', () => {
  const {tolerate} = DEFAULT_SETTINGS;
  const incident = (minute: number) => (minute >= 3 && minute <= 8 ? 0.2 : 0.001);

  it.each<[string, Cell]>([
    ['60 a minute, 5 % fail', {perMinute: 60, stableRate: () => 0.05, candidateRate: same, tolerate}],
    ['600 a minute, 1 % fail', {perMinute: 600, stableRate: () => 0.01, candidateRate: same, tolerate}],
    ['6000 a minute, 0.1 % fail', {perMinute: 6000, stableRate: () => 0.001, candidateRate: same, tolerate}],
    ['600 a minute, strict', {perMinute: 600, stableRate: () => 0.01, candidateRate: same, tolerate: STRICT}],
    ['600 a minute, 20 % fail in an incident', {perMinute: 600, stableRate: incident, candidateRate: same, tolerate}],
    [
      '600 a minute, candidate as bad as tolerated',
      {perMinute: 600, stableRate: () => 0.01, candidateRate: (rate) => 1.25 * rate + 0.001, tolerate},
    ],
  ])('is at most alpha: %s', (_name, cell) => {
    expect(everConvicted(cell, 7)).toBeLessThanOrEqual(DEFAULT_SETTINGS.alpha);
  });

  it('is at most alpha when errors of one version arrive a minute late in every tenth minute', () => {
    const random = seededRandom(11);
    let convicted = 0;
    for (let run = 0; run < RUNS; run++) {
      let settled = openErrorBank();
      let isConvicted = false;
      for (const weight of SCHEDULE) {
        const [nc, ns] = [poisson(random, 6000 * weight), poisson(random, 6000 * (1 - weight))];
        const [xc, xs] = [failed(random, nc, 0.05), failed(random, ns, 0.05)];
        const read: Counts = [nc, ns, random() < 0.1 ? 0 : xc, random() < 0.1 ? 0 : xs];
        // At this poll the newest minute is what has arrived of it; at the next it is read again, whole.
        const atPoll = playMinute(settled, aPair(read), tolerate);
        isConvicted ||= logWorth(atPoll.bank) >= -Math.log(DEFAULT_SETTINGS.alpha);
        settled = playMinute(settled, aPair([nc, ns, xc, xs]), tolerate);
      }
      if (isConvicted) convicted++;
    }
    expect(convicted / RUNS).toBeLessThanOrEqual(DEFAULT_SETTINGS.alpha);
  });

  it('is not so low because nothing is ever convicted', () => {
    const worse: Cell = {perMinute: 600, stableRate: () => 0.01, candidateRate: () => 0.05, tolerate};
    expect(everConvicted(worse, 7)).toBeGreaterThan(0.95);
  });
});
