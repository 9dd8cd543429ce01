import {once} from 'node:events';
import {createServer, type Server} from 'node:net';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import {TelemetryBuffer} from '../../../../src/lib/sandbox/runtime/api/telemetry-buffer.js';

const event = {time: '2026-11-21T10:00:00.000Z', type: 'function', record: 'hello\n'};
const never = {maxItems: 2, maxBytes: 262_144, timeoutMs: 600_000};

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}

/** What one connection was sent. */
async function aListener() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const received = once(server, 'connection').then(([socket]) => text(socket));
  return {port: portOf(server), received, [Symbol.dispose]: () => server.close()};
}

test('over TCP every event is a line, sent once there are enough of them', async () => {
  using listener = await aListener();
  const buffer = new TelemetryBuffer({protocol: 'TCP', port: listener.port}, never);
  buffer.add(event);
  buffer.add({...event, record: 'again\n'});
  const lines = (await listener.received).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).record)).toEqual(['hello\n', 'again\n']);
});

test('what waits is sent when it is flushed', async () => {
  using listener = await aListener();
  const buffer = new TelemetryBuffer({protocol: 'TCP', port: listener.port}, never);
  buffer.add(event);
  await buffer.flush();
  expect(JSON.parse(await listener.received)).toEqual(event);
});

test('events for a listener that does not listen are lost, and nothing else', async () => {
  const gone = await aListener();
  gone[Symbol.dispose]();
  const buffer = new TelemetryBuffer({protocol: 'HTTP', URI: `http://sandbox.localdomain:${gone.port}`}, never);
  buffer.add(event);
  await expect(buffer.flush()).resolves.toBeUndefined();
});
