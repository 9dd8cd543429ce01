import {expect, it} from 'vitest';
import type {ReleaseEvent} from '../../src/lib/ports/events.js';
import type {RecordLine, RecordStore} from '../../src/lib/ports/rollout/record-store.js';
import {EventRecord} from '../../src/lib/report/event-record.js';

const REF = {functionName: 'checkout', alias: 'live'};
const ORIGIN = {command: 'deploy', tool: '0.1.0', host: 'here', by: 'arn:aws:iam::000000000000:user/ada'};
const PROMOTED: ReleaseEvent = {type: 'rollout.promoted', ref: REF, version: '2'};
const WARNING: ReleaseEvent = {type: 'warning', code: 'LATE', message: 'metrics are late'};

/** A store that keeps its requests; `answer` is what becomes of each. */
class FakeStore implements RecordStore {
  readonly requests: {logGroup: string; stream: string; lines: readonly RecordLine[]}[] = [];
  answer: (signal?: AbortSignal) => Promise<void> = async () => undefined;

  async append(logGroup: string, stream: string, lines: readonly RecordLine[], signal?: AbortSignal): Promise<void> {
    this.requests.push({logGroup, stream, lines});
    await this.answer(signal);
  }

  get events(): readonly Record<string, unknown>[] {
    return this.requests.flatMap(({lines}) => lines.map(({text}) => JSON.parse(text)));
  }
}

function opened({
  logGroup = async () => '/record',
  budgetMs = 60_000,
}: {
  logGroup?: () => Promise<string | undefined>;
  budgetMs?: number;
} = {}) {
  const store = new FakeStore();
  const failures: string[] = [];
  const record = new EventRecord({
    ...{store, logGroup, budgetMs},
    origin: async () => ORIGIN,
    onFailure: (reason) => {
      failures.push(reason);
      record.record(0, {type: 'warning', code: 'RECORD_FAILED', message: reason});
    },
  });
  return {store, record, failures};
}

it('keeps every event with its time, who did it and from where, in a stream for each function', async () => {
  const {store, record} = opened();
  record.record(1_000, PROMOTED);
  record.record(2_000, {...PROMOTED, ref: {...REF, functionName: 'refund'}});
  record.record(3_000, PROMOTED);
  await record.close();
  expect(store.requests.map(({logGroup, stream, lines}) => [logGroup, stream, lines.length])).toEqual([
    ['/record', 'checkout', 2],
    ['/record', 'refund', 1],
  ]);
  expect(store.events[0]).toEqual({
    ...{time: '1970-01-01T00:00:01.000Z', ...PROMOTED},
    ...{run: expect.stringMatching(/^[0-9a-f]{12}$/), id: 0, origin: ORIGIN},
  });
  expect(new Set(store.events.map(({run, id}) => `${run}/${id}`)).size).toBe(3);
});

it('counts an event that names no function to the one named last, else to the one named next', async () => {
  const {store, record} = opened();
  record.record(0, WARNING);
  record.record(0, PROMOTED);
  record.record(0, WARNING);
  await record.close();
  expect(store.events.map(({type}) => type)).toEqual(['warning', 'rollout.promoted', 'warning']);
});

it('sends in one request what came while another was on its way', async () => {
  const {store, record} = opened();
  const release = await new Promise<() => void>((isSent) => {
    store.answer = () => new Promise((resolve) => isSent(resolve));
    record.record(0, PROMOTED);
  });
  for (let count = 0; count < 20; count++) record.record(count, PROMOTED);
  store.answer = async () => undefined;
  release();
  await record.close();
  expect(store.requests.map(({lines}) => lines.length)).toEqual([1, 20]);
});

it('tells a failure once, tries again with what comes next, and loses nothing when that goes well', async () => {
  const {store, record, failures} = opened();
  await new Promise<void>((isSent) => {
    store.answer = async () => {
      isSent();
      throw new Error('ThrottlingException');
    };
    record.record(0, PROMOTED);
  });
  store.answer = async () => undefined;
  record.record(1, PROMOTED);
  await record.close();
  expect(failures).toEqual(['ThrottlingException']);
  const kept = store.requests.slice(1).flatMap(({lines}) => lines.map(({text}) => JSON.parse(text).type));
  expect(kept.toSorted()).toEqual(['rollout.promoted', 'rollout.promoted', 'warning']);
});

it('waits for a store that never answers no longer than its budget, and lets go of the request', async () => {
  const {store, record, failures} = opened({budgetMs: 20});
  let wasAborted = false;
  store.answer = (signal) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        wasAborted = true;
        reject(signal.reason);
      });
    });
  record.record(0, PROMOTED);
  await record.close();
  expect(failures).toEqual(['1 events were not kept in time.']);
  expect(wasAborted).toBe(true);
});

it('keeps nothing where no log group is named, and tells when nobody can say which it is', async () => {
  const none = opened({logGroup: async () => undefined});
  const broken = opened({logGroup: async () => Promise.reject(new Error('release.yml has a problem'))});
  for (const {record} of [none, broken]) {
    record.record(0, PROMOTED);
    await record.close();
  }
  expect([none.store.requests, none.failures]).toEqual([[], []]);
  expect([broken.store.requests, broken.failures]).toEqual([[], ['release.yml has a problem']]);
});

it('tells of an event that is too large for a line by its kind and its size', async () => {
  const {store, record} = opened();
  const files = Array.from({length: 20_000}, (_, index) => `node_modules/a-rather-long-name/${index}`);
  record.record(0, {type: 'package.leftOut', functionName: 'checkout', files});
  await record.close();
  expect(store.events).toMatchObject([
    {type: 'package.leftOut', functionName: 'checkout', leftOutBytes: expect.any(Number)},
  ]);
  expect(store.requests[0]?.lines[0]?.text.length).toBeLessThan(1_000);
});
