import {describe, expect, it} from 'vitest';
import type {WatchedMetric} from '../../../src/lib/analysis/settings.js';
import type {OnlookerDetails} from '../../../src/lib/model/rollout/onlooker-details.js';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import type {TimeSpan} from '../../../src/lib/ports/signals.js';
import {Onlooker} from '../../../src/lib/service/operator/onlooker.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aJudgement} from '../../report/a-judgement.js';
import {aStepSample, NOON_MS} from '../../report/a-step-sample.js';

const MINUTE_MS = 60_000;
const ref = {functionName: 'checkout', alias: 'live'};
const STARTED: ReleaseEvent = {
  ...({type: 'rollout.started', ref, rolloutId: 'k3x9a0', stable: '7', candidate: '8', steps: []} as const),
};

/** A look, so many minutes after its step began at noon. */
function lookAfter(minutes: number): ReleaseEvent {
  const elapsedMs = minutes * MINUTE_MS;
  const sample = aStepSample({atMs: NOON_MS + elapsedMs});
  return {type: 'sample.judged', ref, stepIndex: 0, elapsedMs, bakeMs: 600_000, judgement: aJudgement(), sample};
}

function anOnlooker(fail?: Error) {
  const spans: TimeSpan[] = [];
  const shown: OnlookerDetails[] = [];
  const clock = new FakeClock();
  const signals = {
    async readMetrics(metrics: readonly WatchedMetric[], span: TimeSpan) {
      spans.push(span);
      if (fail) throw fail;
      return metrics.map(({name}) => ({name, points: [{atMs: span.fromMs, value: 10}]}));
    },
  };
  const session = {signals, clock, folder: import.meta.dirname} as unknown as ConstructorParameters<typeof Onlooker>[0];
  return {onlooker: new Onlooker(session, (details) => shown.push(details)), spans, shown, clock};
}

describe('whoever only looks at a rollout', () => {
  it('reads the newest five minutes of the step that CloudWatch has, once a minute at most', async () => {
    const {onlooker, spans, shown, clock} = anOnlooker();
    await onlooker.hear(lookAfter(9));
    await onlooker.hear(lookAfter(9));
    expect(spans).toEqual([{fromMs: NOON_MS + 3 * MINUTE_MS, toMs: NOON_MS + 8 * MINUTE_MS}]);
    const load = {perMinute: 2, p50Ms: 10, p99Ms: 10};
    expect(shown).toEqual([{load: {minutes: 5, stable: load, candidate: load}}]);
    await clock.sleep(MINUTE_MS);
    await onlooker.hear(lookAfter(10));
    expect(spans).toHaveLength(2);
  });

  it('reads nothing from before the step, and nothing before it has a minute', async () => {
    const {onlooker, spans} = anOnlooker();
    await onlooker.hear(lookAfter(1));
    expect(spans).toEqual([]);
    await onlooker.hear(lookAfter(3));
    expect(spans).toEqual([{fromMs: NOON_MS, toMs: NOON_MS + 2 * MINUTE_MS}]);
  });

  it('leaves out what AWS does not answer', async () => {
    const {onlooker, shown} = anOnlooker(awsError('ACCESS_DENIED'));
    await onlooker.hear(lookAfter(5));
    expect(shown).toEqual([]);
  });

  it('does not hide a bug of ours', async () => {
    await expect(anOnlooker(new TypeError('ours')).onlooker.hear(lookAfter(5))).rejects.toThrow('ours');
  });

  it('forgets one rollout with the next', async () => {
    const {onlooker, shown} = anOnlooker();
    await onlooker.hear(lookAfter(5));
    await onlooker.hear(STARTED);
    expect(shown.at(-1)).toEqual({authors: {}});
  });
});
