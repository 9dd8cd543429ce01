import {seededRandom} from '../../src/lib/analysis/random.js';
import {kayenta} from './kayenta.js';
import {runOurs} from './ours.js';
import {anyErrorAlarm, argoThreshold, codeDeploy, flagger, rateAlarm} from './peers.js';
import {DEFAULT_POLICY, type Policy} from './rollout.js';
import {type Judge, type Outcome, runJudge} from './run.js';
import {drawTrace, type Scenario} from './trace.js';

export const JUDGES: Readonly<Record<string, () => Judge>> = {
  'CodeDeploy, errors > 0': () => codeDeploy(anyErrorAlarm),
  'CodeDeploy, > 5 % 2 of 3': () => codeDeploy(rateAlarm),
  Flagger: flagger,
  Kayenta: kayenta,
  'Argo, > 5 %': argoThreshold,
};

/** The product by its defaults, and with early promotion. */
export const OURS: Readonly<Record<string, Policy>> = {
  '**ours**': DEFAULT_POLICY,
  'ours, promoted early': {...DEFAULT_POLICY, promoteEarly: true},
};

export interface NamedScenario extends Scenario {
  readonly name: string;
  readonly isIdentical: boolean;
}

const TRAFFIC = [6, 60, 600, 6000, 60_000];
const BASELINES = [0, 0.0001, 0.001, 0.01, 0.05];

/** Identical versions at every traffic and baseline: whoever is rolled back here is rolled back falsely. */
export function identicalScenarios(): NamedScenario[] {
  return TRAFFIC.flatMap((perMinute) => BASELINES.map((rate) => constant(perMinute, rate, rate)));
}

/** Regressions outside of what the default settings tolerate. */
export function regressions(): NamedScenario[] {
  const pairs = [
    [0, 1],
    [0, 0.2],
    [0, 0.05],
    [0, 0.01],
    [0.001, 1],
    [0.001, 0.05],
    [0.001, 0.011],
    [0.01, 0.2],
    [0.01, 0.05],
    [0.01, 0.02],
    [0.05, 0.2],
    [0.05, 0.1],
  ] as const;
  return TRAFFIC.flatMap((perMinute) => pairs.map(([stable, candidate]) => constant(perMinute, stable, candidate)));
}

/** What hits both versions alike, what hits both and one, and what begins late. */
export function specials(): NamedScenario[] {
  const incident = (rate: number) => (minute: number) => (minute >= 3 && minute <= 8 ? rate : 0.001);
  const outage = (minute: number) => (minute >= 6 && minute <= 7 ? 1 : 0.001);
  const shared = [60, 600, 6000, 60_000].flatMap((perMinute): NamedScenario[] => [
    identical(`incident of 20 % on both, minutes 3–8`, perMinute, incident(0.2)),
    identical('outage of both, minutes 6–7', perMinute, outage),
  ]);
  const guilty = [600, 6000].flatMap((perMinute): NamedScenario[] => [
    {
      name: 'candidate fails 5 % in an incident of 10 % on both',
      isIdentical: false,
      perMinute,
      stableRate: incident(0.1),
      candidateRate: (minute) => (minute >= 3 && minute <= 8 ? 0.145 : 0.05),
    },
    {
      name: 'candidate fails 20 % from minute 11 on',
      isIdentical: false,
      perMinute,
      stableRate: () => 0.001,
      candidateRate: (minute) => (minute < 11 ? 0.001 : 0.2),
    },
  ]);
  return [...shared, ...guilty];
}

/** Every judge through every trace of a scenario; traces come from the seed, so every judge meets the same ones. */
export function simulate(scenario: NamedScenario, runs: number, seed: number): Map<string, Outcome[]> {
  const random = seededRandom(seed);
  const outcomes = new Map([...Object.keys(JUDGES), ...Object.keys(OURS)].map((name) => [name, [] as Outcome[]]));
  for (let run = 0; run < runs; run++) {
    const trace = drawTrace(random, scenario);
    for (const [name, create] of Object.entries(JUDGES)) outcomes.get(name)?.push(runJudge(create(), trace));
    for (const [name, policy] of Object.entries(OURS)) outcomes.get(name)?.push(runOurs(trace, policy));
  }
  return outcomes;
}

function constant(perMinute: number, stable: number, candidate: number): NamedScenario {
  return {
    name: `${percent(stable)} → ${percent(candidate)}`,
    isIdentical: stable === candidate,
    perMinute,
    stableRate: () => stable,
    candidateRate: () => candidate,
  };
}

function identical(name: string, perMinute: number, rate: (minute: number) => number): NamedScenario {
  return {name, isIdentical: true, perMinute, stableRate: rate, candidateRate: rate};
}

function percent(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}
