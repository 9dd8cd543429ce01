import {expect, test} from 'vitest';
import {toFailure} from '../../../src/lib/model/failure-cause.js';
import {anInvoker, aVersion} from './running-function.js';

const SOURCE = `export const handler = async ({fail, wait}) => {
  if (fail) throw new Error('no');
  if (wait) await new Promise((resolve) => setTimeout(resolve, 60_000));
};`;

/** What the platform writes while a function answers, fails and times out. */
async function platformEvents(SystemLogLevel: string) {
  await using running = anInvoker();
  const version = await aVersion(SOURCE, {timeoutSeconds: 1, logging: {LogFormat: 'JSON', SystemLogLevel}});
  for (const [requestId, event] of Object.entries({well: {}, bad: {fail: true}, late: {wait: true}})) {
    await running.invoke(version, event, {requestId});
  }
  const lines = running.lines();
  expect(lines.every((line) => line.startsWith('{'))).toBe(true);
  const parsed = lines.map((line) => ({...JSON.parse(line), line}));
  return parsed.filter(({type}) => String(type).startsWith('platform.'));
}

const told = (events: readonly {type: string; record: {requestId?: string; status?: string}}[]) =>
  events.map(({type, record}) => [type.slice('platform.'.length), record.requestId, record.status].join(' ').trim());

test('in JSON they are events with their record, and a time limit is told by the report alone', async () => {
  const events = await platformEvents('INFO');
  expect(told(events)[0]).toBe('initStart');
  // A slow machine may start more than one environment.
  expect(told(events).filter((each) => each !== 'initStart')).toEqual([
    'start well',
    'report well success',
    'start bad',
    'runtimeDone bad error',
    'report bad error',
    'start late',
    'runtimeDone late timeout',
    'report late timeout',
  ]);
  expect(events[1]).toMatchObject({time: expect.any(String), record: {version: '7', functionArn: expect.any(String)}});
  expect(events[2].record.metrics).toMatchObject({memorySizeMB: 256, initDurationMs: expect.any(Number)});
  expect(toFailure(events.at(-1)?.line)?.message).toBe('Task timed out after 1.00 seconds');
});

test('the system log level chooses among them', async () => {
  expect(told(await platformEvents('DEBUG'))).toContain('runtimeDone well success');
  expect(told(await platformEvents('WARN'))).toEqual([
    'runtimeDone bad error',
    'report bad error',
    'runtimeDone late timeout',
    'report late timeout',
  ]);
});
