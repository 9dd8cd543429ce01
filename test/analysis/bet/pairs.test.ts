import {describe, expect, it} from 'vitest';
import {judge} from '../../../src/lib/analysis/judge.js';
import type {Judgement} from '../../../src/lib/analysis/judgement.js';
import type {VersionMinute} from '../../../src/lib/analysis/minute/minute.js';
import {seededRandom} from '../../../src/lib/analysis/random.js';
import {type AnalysisSettings, type CountPair, DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {settingsDigest} from '../../../src/lib/analysis/settings-digest.js';
import {VERSION_PLACE} from '../../../src/lib/model/rollout/count-pair.js';
import {aRollout, type Counts, minuteMs, rows} from '../minutes.js';

const PAIR: CountPair = {
  name: 'http-5xx',
  namespace: 'shop',
  bad: 'Http5xx',
  total: 'Requests',
  dimensions: {version: VERSION_PLACE},
};
const SETTINGS: AnalysisSettings = {...DEFAULT_SETTINGS, pairs: [PAIR]};

type Row = Partial<Pick<VersionMinute, 'invocations' | 'errors'>>;

function pairRows(count: number, row: (version: string, index: number) => Row, first = 0): VersionMinute[] {
  return Array.from({length: count}, (_, index) => index + first).flatMap((index) =>
    ['6', '7'].map((version) => ({minuteMs: minuteMs(index), version, ...row(version, index)})),
  );
}

function judged(during: readonly VersionMinute[], before: readonly VersionMinute[] = []): Judgement {
  const readings = (minutes: readonly VersionMinute[]) => [{name: PAIR.name, minutes}];
  return judge(
    aRollout({
      changes: [{atMs: minuteMs(0), weightPercent: 5}],
      stepStartedMs: minuteMs(0),
      minutes: rows(new Array<Counts>(10).fill([30, 570, 0, 0])),
      settings: SETTINGS,
      readings: {
        before: {invocations: 10_000, throttles: 0, pairs: readings(before)},
        throttles: [],
        pairs: readings(during),
      },
    }),
  );
}

const WRITTEN = pairRows(60, (version) => (version === '6' ? {invocations: 600, errors: 0} : {}), -70);
const both = (candidate: Row, stable: Row = {invocations: 570, errors: 0}) =>
  pairRows(10, (version) => (version === '7' ? candidate : stable));

describe('a pair of counts', () => {
  it('convicts a candidate that Lambda has no error of, and says so by its own name', () => {
    const judgement = judged(both({invocations: 30, errors: 10}));
    expect(judgement).toMatchObject({verdict: 'fail', cause: 'candidate-pair', candidate: {errors: 0}});
    expect(judgement.reason).toContain('http-5xx 90 of 270 (33.3%), stable 6 0 of 5,130 (0%)');
    expect(judgement.signals.map(({name, weight}) => [name, weight])).toEqual([
      ['errors', 0.5],
      ['pairs', 0.5],
    ]);
  });

  it.each([
    ['both fail alike', both({invocations: 30, errors: 10}, {invocations: 570, errors: 190})],
    ['bad counts of the candidate came without those of all', both({errors: 10})],
    ['more are bad than there were: a part of them is late', both({invocations: 5, errors: 10})],
    ['stable has no point', both({invocations: 30, errors: 10}, {})],
    ['only the minute of the move has them', both({invocations: 30, errors: 10}).slice(0, 2)],
  ])('convicts nobody where %s', (_what, during) => {
    expect(judged(during)).toMatchObject({verdict: 'pass'});
  });

  it('that stable wrote before and the candidate does not write is waited for: nobody would see its failures', () => {
    const judgement = judged(both({}), WRITTEN);
    expect(judgement).toMatchObject({verdict: 'undecided', cause: 'pair-missing', unseenPairs: ['http-5xx']});
    expect(judgement.reason).toContain('waiting: of http-5xx CloudWatch has no minute with both counts');
  });

  it('reads a missing bad count as 0 only where none was ever written before', () => {
    const seen = (before: readonly VersionMinute[]) =>
      judged(
        pairRows(10, (version) => (version === '7' ? {invocations: 30, errors: 9} : {invocations: 570})),
        before,
      ).signals[1]?.parts[0]?.minutes;
    const silent = pairRows(60, (version) => (version === '6' ? {invocations: 600} : {}), -70);
    expect([seen(WRITTEN), seen(silent)]).toEqual([0, 9]);
  });

  it('is part of the digest, and changes none of a rollout without one', () => {
    expect(settingsDigest(SETTINGS)).not.toBe(settingsDigest(DEFAULT_SETTINGS));
    expect(settingsDigest({...SETTINGS, pairs: [{...PAIR, bad: 'Http4xx'}]})).not.toBe(settingsDigest(SETTINGS));
  });
});

/** Rollouts of 30 minutes at 5 %, judged at every minute: in how many the candidate was ever convicted. */
function convicted(rollouts: number, rates: {readonly stable: number; readonly candidate: number}): number {
  const random = seededRandom(39);
  let count = 0;
  for (let rollout = 0; rollout < rollouts; rollout++) {
    const rate = (version: string) => (version === '7' ? rates.candidate : rates.stable);
    const draw = (invocations: number, version: string): Required<Row> => {
      let errors = 0;
      for (let index = 0; index < invocations; index++) if (random() < rate(version)) errors += 1;
      return {invocations, errors};
    };
    const during = pairRows(30, (version) => draw(version === '7' ? 10 : 190, version));
    const isConvicted = [4, 8, 12, 18, 24, 30].some((end) => judgedUpTo(during, end).verdict === 'fail');
    if (isConvicted) count += 1;
  }
  return count;
}

function judgedUpTo(minutes: readonly VersionMinute[], end: number): Judgement {
  return judge(
    aRollout({
      changes: [{atMs: minuteMs(0), weightPercent: 5}],
      stepStartedMs: minuteMs(0),
      nowMs: minuteMs(end + 1),
      minutes: rows(new Array<Counts>(end).fill([10, 190, 0, 0])),
      settings: SETTINGS,
      readings: {before: {invocations: 0, throttles: 0}, throttles: [], pairs: [{name: PAIR.name, minutes}]},
      withoutBounds: true,
    }),
  );
}

describe('a pair at 100 %', () => {
  const alone = (bad: number) => {
    const during = pairRows(10, (version) => (version === '7' ? {invocations: 600, errors: bad} : {}));
    const readings = {
      before: {invocations: 10_000, throttles: 0, pairs: [{name: PAIR.name, minutes: WRITTEN}]},
      throttles: [],
      pairs: [{name: PAIR.name, minutes: during}],
    };
    const minutes = rows(new Array<Counts>(10).fill([600, 0, 0, 0]));
    const changes = [{atMs: minuteMs(0), weightPercent: 100}];
    const moved = {phase: 'watch' as const, stepStartedMs: minuteMs(0)};
    return judge(aRollout({changes, ...moved, minutes, settings: SETTINGS, readings}));
  };

  it('sends the candidate back beside stable when far more is bad than stable ever had, and says so by its name', () => {
    const judgement = alone(120);
    expect(judgement).toMatchObject({verdict: 'undecided', cause: 'absolute-guard', guardPair: {name: 'http-5xx'}});
    expect(judgement.reason).toContain('and http-5xx 1,080 of 5,400 (20%), limit 5%: evidence');
  });

  it('is nothing where little is bad', () => {
    expect(alone(6)).toMatchObject({verdict: 'pass'});
  });
});

describe('over many rollouts a pair', () => {
  it('takes back at most 1 in 100 candidates that are identical to stable', () => {
    expect(convicted(400, {stable: 0.05, candidate: 0.05})).toBeLessThanOrEqual(4);
  });

  it('finds a candidate of which a quarter is bad', () => {
    expect(convicted(40, {stable: 0.01, candidate: 0.25})).toBeGreaterThanOrEqual(39);
  });
});
