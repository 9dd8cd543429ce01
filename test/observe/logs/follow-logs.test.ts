import {expect, it} from 'vitest';
import {followLogs} from '../../../src/lib/observe/logs/follow-logs.js';
import {CallGate} from '../../fakes/call-gate.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {aLine, FakeLogs} from '../../fakes/fake-logs.js';

const START_MS = Date.UTC(2026, 0, 1, 12);
const SOURCES = [{functionName: 'checkout', version: '7', logGroup: '/aws/lambda/checkout', secrets: []}];

/** Follows until `forMs` have passed; each line is delivered so long after it was stamped. */
async function follow(lines: readonly {readonly atMs: number; readonly lateMs: number}[], forMs: number) {
  const clock = new FakeClock(START_MS);
  const controller = new AbortController();
  const logs = new FakeLogs(new CallGate(), []);
  for (const {atMs, lateMs} of lines) {
    clock.at(START_MS + atMs + lateMs, () => {
      logs.lines = [...(logs.lines ?? []), aLine(`line of ${atMs}`, {timeMs: START_MS + atMs})];
    });
  }
  clock.at(START_MS + forMs, () => controller.abort(new Error('Ctrl-C')));
  const seen: string[] = [];
  const deps = {logs, clock, events: new EventRecorder()};
  for await (const fresh of followLogs(deps, SOURCES, {fromMs: START_MS}, controller.signal)) {
    seen.push(...fresh.map(({message}) => message));
  }
  return {seen, queries: logs.queries};
}

it.each([5_000, 70_000, 600_000])('tells a line that is delivered %d ms late, once', async (lateMs) => {
  const {seen} = await follow([{atMs: 1_000, lateMs}], 1_200_000);
  expect(seen).toEqual(['line of 1000']);
});

it('reads a minute at each poll, and further back once a minute', async () => {
  const {queries} = await follow([], 1_200_000);
  const windows = queries.slice(-120).map(({fromMs}, index) => ({fromMs, index}));
  const far = windows.filter(({fromMs}, index) => index > 0 && fromMs < (windows[index - 1]?.fromMs ?? 0) - 60_000);
  // 120 reads, of two days each, are two minutes of polls.
  expect(far).toHaveLength(2);
});
