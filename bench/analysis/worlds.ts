import {poisson, type Random} from '../../src/lib/analysis/random.js';
import type {EventMinute} from '../../src/lib/analysis/signal-readings.js';
import {DEFAULT_POLICY, type Policy} from './rollout.js';
import type {Metric, Part, Rates, Side, World} from './world.js';

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
type Late = (minute: number, side: Side, metric: Metric) => number;
const between = (random: Random, fromMs: number, toMs: number) => fromMs + (toMs - fromMs) * random();

const LATE: readonly (readonly [string, number, (random: Random) => Late])[] = [
  ['1 % of points 1–10 min late', 600, (random) => () => (random() < 0.01 ? between(random, 60_000, 600_000) : 0)],
  ['every point 20–90 s late', 600, (random) => () => between(random, 20_000, 90_000)],
  [
    "stable's Errors 3 min late",
    600,
    () => (_minute, side, metric) => (side === 'stable' && metric === 'errors' ? 3 * MINUTE_MS : 0),
  ],
  [
    "candidate's Invocations up to 2 min late in every fifth minute",
    6000,
    (random) => (minute, side, metric) =>
      minute % 5 === 0 && side === 'candidate' && metric === 'invocations' ? between(random, 0, 2 * MINUTE_MS) : 0,
  ],
  [
    'a version up to 5 min late in every fifth of its minutes',
    6000,
    (random) => {
      const of = new Map<string, number>();
      return (minute, side) => {
        const key = `${minute} ${side}`;
        if (!of.has(key)) of.set(key, random() < 0.2 ? between(random, 0, 5 * MINUTE_MS) : 0);
        return of.get(key) ?? 0;
      };
    },
  ],
];

type Parts = (minute: number, side: Side, metric: Metric) => readonly Part[] | undefined;

/** The rest of a point comes in up to three parts, within as many minutes. */
function growing(random: Random, leastShare: number, mostMinutes: number): readonly Part[] {
  const onTime = between(random, leastShare, 1);
  const [first, second] = [random() / 2, random() / 2];
  const shares = [onTime, (1 - onTime) * first, (1 - onTime) * second];
  shares.push(1 - shares.reduce((sum, share) => sum + share, 0));
  return shares.map((share, index) => ({share, lateMs: (index * mostMinutes * MINUTE_MS) / 3}));
}

/** Points that grow for minutes, of one metric of one version or of all, each by itself. */
const GROWING: readonly (readonly [string, (random: Random) => Parts])[] = [
  [
    "a fifth of candidate's Invocations 1–2 min late",
    () => (_minute, side, metric) =>
      side === 'candidate' && metric === 'invocations'
        ? [
            {share: 0.8, lateMs: 0},
            {share: 0.1, lateMs: MINUTE_MS},
            {share: 0.1, lateMs: 2 * MINUTE_MS},
          ]
        : undefined,
  ],
  [
    "half of candidate's Invocations 1 min late in every tenth minute",
    (random) => (_minute, side, metric) =>
      side === 'candidate' && metric === 'invocations' && random() < 0.1
        ? [
            {share: 0.45, lateMs: 0},
            {share: 0.55, lateMs: MINUTE_MS},
          ]
        : undefined,
  ],
  [
    "stable's Errors grow for 3 min",
    (random) => (_minute, side, metric) =>
      side === 'stable' && metric === 'errors' ? growing(random, 0.3, 3) : undefined,
  ],
  ['every point of every version grows for 5 min', (random) => () => growing(random, 0, 5)],
];

/** A failure begins with the very minute of each move, after the move has spread. */
function atMoves(random: Random): Partial<World> {
  const rate = (minute: number, afterMove = false) =>
    same(minute % 5 === 0 && (afterMove || minute > 0) ? 0.35 : 0.001);
  return {random, rates: rate};
}

/** A fifth of the asynchronous events is lost for five minutes, once in `everyMinutes` on average. */
function lostBursts(everyMinutes: number) {
  return (random: Random): Partial<World> => {
    const minutes: EventMinute[] = [];
    let left = 0;
    for (let minute = -HISTORY_MINUTES - GAP_MINUTES; minute < 120; minute++) {
      if (random() < 1 / everyMinutes) left = 5;
      const received = poisson(random, 100);
      minutes.push({minuteMs: minute * MINUTE_MS, received, lost: left-- > 0 ? poisson(random, received * 0.2) : 0});
    }
    const before = minutes.filter(({minuteMs}) => minuteMs < -GAP_MINUTES * MINUTE_MS);
    return {
      before: {invocations: 0, throttles: 0, events: before},
      readings: (nowMs) => ({events: minutes.filter(({minuteMs}) => minuteMs >= 0 && minuteMs + MINUTE_MS <= nowMs)}),
    };
  };
}

/** Fresh execution environments are slow: for two minutes after each move most of the candidate's requests are. */
function coldStarts(random: Random): Partial<World> {
  const thresholds = {p90Ms: 100, p99Ms: 300, invocations: 100_000};
  return {
    before: {invocations: 100_000, throttles: 0, thresholds},
    readings: (_nowMs, served) => ({
      latency: {
        kind: 'counts',
        minutes: served.flatMap(({minute, ...sides}) =>
          (['stable', 'candidate'] as const).map((side) => {
            const {invocations} = sides[side];
            const isCold = side === 'candidate' && minute % 5 < 2;
            const slow = (share: number) => Math.min(invocations, poisson(random, invocations * share));
            return {
              minuteMs: minute * MINUTE_MS,
              version: side === 'stable' ? '6' : '7',
              invocations,
              aboveP90: slow(isCold ? 0.7 : 0.1),
              aboveP99: slow(isCold ? 0.3 : 0.01),
            };
          }),
        ),
      },
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
        {rate: steady(0.001), more: lostBursts(every)},
        {policy: withSettings({lostEvents: 0.001})},
      ),
    ),
    named(
      'cold starts, latency judged',
      600,
      {rate: steady(0.001), more: coldStarts},
      {policy: withSettings({slow: {p90: 0.02, p99: 0.005}})},
    ),
    ...[1, 3, 6, 12, 20].map((perMinute) => named('5 % fail', perMinute, {rate: steady(0.05)})),
    named('1 % fail', 100_000, {rate: steady(0.01)}),
    named(
      'retries that stick: failures come in threes, 5 %',
      600,
      {rate: steady(0.05), more: () => ({clump: 3})},
      {promised: false},
    ),
  ];
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
