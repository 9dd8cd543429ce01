import type {Random} from '../../src/lib/analysis/random.js';
import type {Metric, Part, Side} from './world.js';

const MINUTE_MS = 60_000;
type Late = (minute: number, side: Side, metric: Metric) => number;
export const between = (random: Random, fromMs: number, toMs: number) => fromMs + (toMs - fromMs) * random();

/** Points that come whole, and late. */
export const LATE: readonly (readonly [string, number, (random: Random) => Late])[] = [
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
export const GROWING: readonly (readonly [string, (random: Random) => Parts])[] = [
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
