import {binomial, poisson, type Random} from '../../src/lib/analysis/random.js';
import {stageName, type WatchedStage} from '../../src/lib/analysis/settings.js';
import type {EventMinute, StageReading} from '../../src/lib/analysis/signal-readings.js';
import {between, GROWING, LATE} from './late.js';
import {durationsOf, JUDGING_LATENCY, ONE_HUMP, slowCounts, TWO_HUMPS} from './latency.js';
import {DEFAULT_POLICY, type Policy} from './rollout.js';
import type {Rates, World} from './world.js';

/** Identical versions in a world that is hard on judges. */
export interface NamedWorld {
  readonly name: string;
  readonly perMinute: number;
  readonly policy?: Policy;
  /** False where the promise is not given, and why is said on the page. */
  readonly promised?: false;
  readonly create: (random: Random) => World;
}

const HISTORY_MINUTES = 180;
const GAP_MINUTES = 5;
const LONGEST = 700;

const same = (rate: number): Rates => ({stable: rate, candidate: rate});

interface Shape {
  /** Error rate of both versions by minute, from the three hours before the rollout on. */
  readonly rate: (random: Random) => (minute: number) => number;
  readonly lateMs?: (random: Random) => NonNullable<World['lateMs']>;
  readonly more?: (random: Random) => Partial<World>;
}

function named(name: string, perMinute: number, shape: Shape, rest: Partial<NamedWorld> = {}): NamedWorld {
  return {name, perMinute, ...rest, create: (random) => aWorld(random, perMinute, shape)};
}

function aWorld(random: Random, perMinute: number, {rate, lateMs, more}: Shape): World {
  const rateAt = rate(random);
  const stable = Array.from({length: HISTORY_MINUTES}, (_, index) => {
    const invocations = poisson(random, perMinute);
    const errors = poisson(random, invocations * rateAt(index - HISTORY_MINUTES - GAP_MINUTES));
    return {invocations, errors: Math.min(invocations, errors)};
  });
  return {
    random,
    perMinute,
    rates: (minute) => same(rateAt(minute)),
    before: {invocations: perMinute * HISTORY_MINUTES, throttles: 0, stable},
    ...(lateMs && {lateMs: lateMs(random)}),
    ...more?.(random),
  };
}

const steady = (rate: number) => () => () => rate;

/** The log of the rate moves like AR(1), a twentieth of its way back a minute; its mean is `mean`. */
function drifting(mean: number, spread = 0.8) {
  return (random: Random) => {
    const inert = 0.95;
    let log = spread * normal(random);
    const rates = Array.from({length: HISTORY_MINUTES + GAP_MINUTES + LONGEST}, () => {
      log = inert * log + Math.sqrt(1 - inert ** 2) * spread * normal(random);
      return Math.min(0.9, mean * Math.exp(log - spread ** 2 / 2));
    });
    return (minute: number) => rates[minute + HISTORY_MINUTES + GAP_MINUTES] ?? mean;
  };
}

/** Three minutes of 10 to 60 % on both versions, once in `everyMinutes` on average. */
function incidents(everyMinutes: number) {
  return (random: Random) => {
    const rates = new Map<number, number>();
    for (let minute = -HISTORY_MINUTES - GAP_MINUTES; minute < LONGEST; minute++) {
      if (random() >= 1 / everyMinutes) continue;
      const rate = 0.1 + 0.5 * random();
      for (let length = 0; length < 3; length++) rates.set(minute + length, rate);
    }
    return (minute: number) => rates.get(minute) ?? 0.001;
  };
}

const MINUTE_MS = 60_000;

/** A failure begins with the very minute of each move, after the move has spread. */
function atMoves(random: Random): Partial<World> {
  const rate = (minute: number, afterMove = false) =>
    same(minute % 5 === 0 && (afterMove || minute > 0) ? 0.35 : 0.001);
  return {random, rates: rate};
}

/** A fifth is bad for five minutes, once in `everyMinutes` on average. */
function bursts(everyMinutes: number) {
  return (random: Random) => {
    let left = 0;
    return () => {
      if (random() < 1 / everyMinutes) left = 5;
      return left-- > 0 ? 0.2 : 0;
    };
  };
}

/** Counts of both versions together from the three hours before on: how many a minute, and which share of them is bad. */
function countsTogether(random: Random, perMinute: number, rate: (random: Random) => (minute: number) => number) {
  const rateAt = rate(random);
  const minutes = Array.from({length: HISTORY_MINUTES + GAP_MINUTES + 120}, (_, index) => {
    const minute = index - HISTORY_MINUTES - GAP_MINUTES;
    const all = poisson(random, perMinute);
    return {minuteMs: minute * MINUTE_MS, all, bad: Math.min(all, poisson(random, all * rateAt(minute)))};
  });
  return {
    before: minutes.filter(({minuteMs}) => minuteMs < -GAP_MINUTES * MINUTE_MS),
    until: (nowMs: number) => minutes.filter(({minuteMs}) => minuteMs >= 0 && minuteMs + MINUTE_MS <= nowMs),
  };
}

/** Asynchronous events of the function. */
function lostEvents(rate: (random: Random) => (minute: number) => number) {
  return (random: Random): Partial<World> => {
    const counts = countsTogether(random, 100, rate);
    const events = (minutes: typeof counts.before): EventMinute[] =>
      minutes.map(({minuteMs, all, bad}) => ({minuteMs, received: all, lost: bad}));
    return {
      before: {invocations: 0, throttles: 0, events: events(counts.before)},
      readings: (nowMs) => ({events: events(counts.until(nowMs))}),
    };
  };
}

const STAGE: WatchedStage = {kind: 'REST', api: 'orders', stage: 'prod'};

/** Requests of a stage of an API, answered with a server error whatever Lambda counts. */
function stageAnswers(rate: (random: Random) => (minute: number) => number) {
  return (random: Random): Partial<World> => {
    const counts = countsTogether(random, 600, rate);
    const stages = (minutes: typeof counts.before): StageReading[] => [
      {
        name: stageName(STAGE),
        minutes: minutes.map(({minuteMs, all, bad}) => ({minuteMs, requests: all, serverErrors: bad})),
      },
    ];
    return {
      before: {invocations: 0, throttles: 0, apiStages: stages(counts.before)},
      readings: (nowMs) => ({apiStages: stages(counts.until(nowMs))}),
    };
  };
}

/** Server errors of a stage, of which none is a version's fault. */
const STAGES = [
  ['1 % of its answers a server error', steady(0.01)],
  ['those drifting (AR(1)), 1 %', drifting(0.01)],
  ['bursts of 20 % every 180 min', bursts(180)],
] as const;

/** Fresh execution environments are slow: for two minutes after each move most of the candidate's requests are. */
function coldStarts(random: Random): Partial<World> {
  const thresholds = {p75Ms: 65, p90Ms: 100, p99Ms: 300, invocations: 100_000};
  return slowCounts(random, thresholds, ({thresholdMs = 0}, minute, side) =>
    side === 'candidate' && minute % 5 < 2
      ? Math.min(1, 0.7 * (100 / thresholdMs) ** 0.8)
      : 0.1 * (100 / thresholdMs) ** 2.1,
  );
}

const PAIR = {name: 'http-5xx', namespace: 'shop', bad: 'Http5xx', total: 'Requests', dimensions: {}} as const;

/** What a handler counts itself: a twentieth of its answers is a 500, told up to three minutes late, while no invocation fails. */
function pairOfAnswers(random: Random): Partial<World> {
  const told = new Map<string, {readonly bad: number; readonly atMs: number}>();
  return {
    readings: (nowMs, served) => ({
      pairs: [
        {
          name: PAIR.name,
          minutes: served.flatMap(({minute, ...sides}) =>
            (['stable', 'candidate'] as const).flatMap((side) => {
              const {invocations} = sides[side];
              const key = `${minute} ${side}`;
              const endMs = (minute + 1) * MINUTE_MS;
              if (endMs > nowMs || invocations === 0) return [];
              const known = told.get(key) ?? {
                bad: binomial(random, invocations, 0.05),
                atMs: endMs + between(random, 0, 3 * MINUTE_MS),
              };
              told.set(key, known);
              const errors = known.atMs <= nowMs ? {errors: known.bad} : {};
              return [{minuteMs: minute * MINUTE_MS, version: side === 'stable' ? '6' : '7', invocations, ...errors}];
            }),
          ),
        },
      ],
    }),
  };
}

/** One tenant of fifty has every request of its fail, for twenty minutes of every hour. */
const tenant = (random: Random) => {
  const from = Math.floor(random() * 60);
  return (minute: number) => ((((minute + from) % 60) + 60) % 60 < 20 ? 0.02 : 0.0005);
};

const withSettings = (change: Partial<Policy['settings']>): Policy => ({
  ...DEFAULT_POLICY,
  settings: {...DEFAULT_POLICY.settings, ...change},
});

/** Every world the promise is measured in. */
export function identicalWorlds(): readonly NamedWorld[] {
  return [
    ...LATE.map(([name, perMinute, lateMs]) => named(`${name}, 5 % fail`, perMinute, {rate: steady(0.05), lateMs})),
    ...[600, 6000].flatMap((perMinute) =>
      GROWING.map(([name, parts]) =>
        named(`${name}, 5 % fail`, perMinute, {rate: steady(0.05), more: (random) => ({parts: parts(random)})}),
      ),
    ),
    named('no zeros written, 1 % of points 1–10 min late, 0.1 % fail', 60, {
      rate: steady(0.001),
      lateMs: (random) => (_minute, _side, metric) =>
        metric === 'errors' && random() < 0.01 ? between(random, 60_000, 600_000) : 0,
      more: () => ({writesZeros: false}),
    }),
    ...[600, 6000].flatMap((perMinute) => [
      named('drifting error rate (AR(1)), 5 %', perMinute, {rate: drifting(0.05)}),
      named('drifting error rate (AR(1)), 1 %', perMinute, {rate: drifting(0.01)}),
      named('incident of 10–60 % on both, every 6 h', perMinute, {rate: incidents(360)}),
      named('incident of 10–60 % on both, every 20 min', perMinute, {rate: incidents(20)}),
      named('outage of both begins in the minute of each move', perMinute, {rate: steady(0.001), more: atMoves}),
      named('one failing tenant of fifty', perMinute, {rate: tenant}),
    ]),
    ...[60, 180, 720].map((every) =>
      named(
        `bursts of 20 % lost events every ${every} min`,
        600,
        {rate: steady(0.001), more: lostEvents(bursts(every))},
        {policy: withSettings({lostEvents: 0.001})},
      ),
    ),
    ...STAGES.map(([name, rate]) =>
      named(
        `an API stage watched, ${name}`,
        600,
        {rate: steady(0.001), more: stageAnswers(rate)},
        {policy: withSettings({apiStages: [STAGE]})},
      ),
    ),
    named('cold starts, latency judged', 600, {rate: steady(0.001), more: coldStarts}, {policy: JUDGING_LATENCY}),
    ...[600, 6000].map((perMinute) =>
      named(
        'a pair of which 5 % are bad, told up to 3 min late',
        perMinute,
        {rate: steady(0), more: pairOfAnswers},
        {policy: withSettings({pairs: [PAIR]})},
      ),
    ),
    ...[1, 3, 6, 12, 20].map((perMinute) => named('5 % fail', perMinute, {rate: steady(0.05)})),
    named('1 % fail', 100_000, {rate: steady(0.01)}),
    named(
      'retries that stick: failures come in threes, 5 %',
      600,
      {rate: steady(0.05), more: () => ({clump: 3})},
      {promised: false},
    ),
    ...[600, 6000].flatMap((perMinute) =>
      (
        [
          ['durations of one hump', ONE_HUMP],
          ['durations of two humps', TWO_HUMPS],
        ] as const
      ).map(([name, durations]) =>
        named(
          `${name}, latency judged`,
          perMinute,
          {rate: steady(0.001), more: (random) => durationsOf(random, {stable: durations, candidate: durations})},
          {policy: JUDGING_LATENCY},
        ),
      ),
    ),
  ];
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
