import fc from 'fast-check';
import {expect, test} from 'vitest';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';
import {CloudWatchMetrics} from '../../src/lib/aws/cloudwatch/metrics.js';
import type {RolloutMarker} from '../../src/lib/model/rollout/marker.js';
import {judgeRollout} from '../../src/lib/plan/rollout/judgement.js';
import {stubAws} from '../aws/stub-aws.js';
import {FakeClock} from '../fakes/fake-clock.js';
import {isWhole} from '../fakes/whole.js';

const MINUTE_MS = 60_000;
const MINUTES = 15;
const T0 = Date.UTC(2026, 0, 1, 12);
const RUNS = isWhole ? 3_000 : 40;
const QUERY = {
  functionName: 'checkout',
  alias: 'live',
  versions: ['6', '7'],
  fromMs: T0,
  toMs: T0 + MINUTES * MINUTE_MS,
};
const MARKER: RolloutMarker = {
  rolloutId: 'k3x9a0',
  stable: '6',
  candidate: '7',
  steps: [{weightPercent: 50, bakeMs: 10 * MINUTE_MS}],
  movedMs: [T0],
  watchMs: 0,
  settingsDigest: '1a2b3c4d',
  held: false,
};

/** Seconds since the epoch and a value, as CloudWatch sends them. */
type Point = readonly [number, number | string];
type Answer = Readonly<Record<string, readonly Point[]>>;

const IDS = ['invocations_6', 'errors_6', 'invocations_7', 'errors_7', 'throttles'] as const;
const minute = fc.nat({max: MINUTES - 1}).map((index) => T0 / 1000 + index * 60);
/** No count, or of no minute. */
const junk: fc.Arbitrary<Point> = fc.oneof(
  fc.tuple(minute, fc.constantFrom('NaN', 'Infinity', '-Infinity', -1, -1e308)),
  fc.tuple(
    minute.chain((at) => fc.integer({min: 1, max: 59}).map((seconds) => at + seconds)),
    fc.nat(),
  ),
  fc.tuple(fc.constantFrom(0, -1e9, 1e11), fc.nat()),
);
const junkOfAll = fc.record(Object.fromEntries(IDS.map((id) => [id, fc.array(junk, {maxLength: 20})])));

function healthy(): Answer {
  const each = (value: number): readonly Point[] =>
    Array.from({length: MINUTES}, (_, index) => [T0 / 1000 + index * 60, value] as const);
  return {invocations_6: each(500), errors_6: each(5), invocations_7: each(500), errors_7: each(5), throttles: each(0)};
}

async function reader() {
  let answer: Answer = {};
  const {clients} = await stubAws(() => ({
    status: 200,
    body: {
      MetricDataResults: IDS.map((Id) => ({
        Id,
        StatusCode: 'Complete',
        Timestamps: (answer[Id] ?? []).map(([at]) => at),
        Values: (answer[Id] ?? []).map(([, value]) => value),
      })),
    },
  }));
  const metrics = new CloudWatchMetrics(clients, new FakeClock());
  return async (given: Answer) => {
    answer = given;
    const {minutes, throttles} = await metrics.readAliasMetrics(QUERY);
    const nowMs = T0 + (MINUTES + 5) * MINUTE_MS;
    return {throttles, judgement: judgeRollout(MARKER, {minutes, settings: DEFAULT_SETTINGS, nowMs})};
  };
}

test('points that are no counts of a minute, in any order and number, change no judgement', async () => {
  const read = await reader();
  const right = await read(healthy());
  expect(right.judgement.verdict).toBe('pass');
  await fc.assert(
    fc.asyncProperty(junkOfAll, fc.infiniteStream(fc.nat()), async (added, order) => {
      const mixed = Object.fromEntries(
        IDS.map((id) => {
          const points = [...(healthy()[id] ?? []), ...(added[id] ?? [])];
          return [
            id,
            points
              .map((point) => [order.next().value, point] as const)
              .sort(([a], [b]) => Number(a) - Number(b))
              .map(([, point]) => point),
          ];
        }),
      );
      expect(await read(mixed)).toEqual(right);
    }),
    {numRuns: RUNS},
  );
  console.log(`${RUNS} × an answer of CloudWatch with points that are none`);
});

test('counts that contradict each other end in a judgement without a number that is none', async () => {
  const read = await reader();
  const count = fc.oneof(fc.nat({max: 2000}), fc.double({min: 0, max: 1e300, noNaN: true}), fc.constant(0));
  const points = fc.array(fc.tuple(minute, count), {maxLength: 40});
  await fc.assert(
    fc.asyncProperty(fc.record(Object.fromEntries(IDS.map((id) => [id, points]))), async (answer) => {
      const {judgement} = await read(answer);
      expect(JSON.stringify(judgement)).not.toMatch(/null|NaN/);
    }),
    {numRuns: RUNS},
  );
  console.log(`${RUNS} × an answer of CloudWatch with counts that contradict each other`);
});
