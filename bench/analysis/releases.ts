import {poisson} from '../../src/lib/analysis/random.js';
import {DEFAULT_POLICY} from './rollout.js';
import type {NamedWorld} from './worlds.js';

export type GoodRelease = NamedWorld;

const HISTORY_MINUTES = 180;
const EARLY = {...DEFAULT_POLICY, promoteEarly: true};

/** Good versions by default steps, with and without early promotion. */
export function goodReleases(): readonly GoodRelease[] {
  return [60, 600, 6000, 60_000].flatMap((perMinute) =>
    [0.001, 0.01, 0.05].flatMap((rate) => [
      release(`${rate * 100} % fail`, perMinute, {stable: rate, candidate: rate}),
      {...release(`${rate * 100} % fail, promoted early`, perMinute, {stable: rate, candidate: rate}), policy: EARLY},
    ]),
  );
}

/** The mend of a broken version: stable fails as it has for hours, the candidate does not. */
export function mends(): readonly GoodRelease[] {
  return [60, 600, 6000].map((perMinute) =>
    release('the mend of a version that fails 35 %', perMinute, {stable: 0.35, candidate: 0}),
  );
}

function release(
  name: string,
  perMinute: number,
  rates: {readonly stable: number; readonly candidate: number},
): GoodRelease {
  return {
    name,
    perMinute,
    create: (random) => {
      const stable = Array.from({length: HISTORY_MINUTES}, () => {
        const invocations = poisson(random, perMinute);
        return {invocations, errors: Math.min(invocations, poisson(random, invocations * rates.stable))};
      });
      return {
        random,
        perMinute,
        rates: () => rates,
        before: {invocations: perMinute * HISTORY_MINUTES, throttles: 0, stable},
      };
    },
  };
}
