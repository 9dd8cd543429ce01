import {expect, test} from 'vitest';
import {RuntimeApi} from '../../../../src/lib/sandbox/runtime/api/runtime-api.js';
import {Telemetry} from '../../../../src/lib/sandbox/runtime/api/telemetry.js';

const about = {functionName: 'checkout', functionVersion: '7', handler: 'index.handler', accountId: '000000000000'};
const good = {
  schemaVersion: '2022-12-13',
  types: ['platform'],
  destination: {protocol: 'HTTP', URI: 'http://sandbox.localdomain:8080'},
};

async function anExtension() {
  const telemetry = new Telemetry();
  const api = await RuntimeApi.listen({about, telemetry, onState: () => undefined});
  api.serve({onNext: () => undefined, onInitError: () => undefined, onAnswer: () => undefined});
  const base = `http://${api.address}`;
  const registered = await fetch(`${base}/2020-01-01/extension/register`, {
    method: 'POST',
    headers: {'lambda-extension-name': 'watcher'},
    body: '{"events":[]}',
  });
  const id = registered.headers.get('lambda-extension-identifier') ?? '';
  const subscribe = async (body: unknown, headers: Record<string, string> = {'lambda-extension-identifier': id}) => {
    const answer = await fetch(`${base}/2022-07-01/telemetry`, {method: 'PUT', headers, body: JSON.stringify(body)});
    return [answer.status, await answer.text()];
  };
  return {telemetry, subscribe, [Symbol.dispose]: () => api.close()};
}

test.each<[what: string, subscription: unknown]>([
  ['an unknown version', {...good, schemaVersion: '1999'}],
  ['no type', {...good, types: []}],
  ['no destination', {...good, destination: undefined}],
  ['a buffer too small', {...good, buffering: {maxItems: 1}}],
  ['nothing in it', 'text'],
])('a subscription with %s is refused', async (_what, subscription) => {
  using extension = await anExtension();
  expect(await extension.subscribe(subscription)).toEqual([400, expect.stringContaining('ValidationError')]);
});

test('only extensions subscribe, and only until the environment is initialised', async () => {
  using extension = await anExtension();
  expect(await extension.subscribe(good, {})).toEqual([403, expect.stringContaining('Extension.MissingHeader')]);
  expect(await extension.subscribe(good)).toEqual([200, 'OK']);
  extension.telemetry.close();
  expect(await extension.subscribe(good)).toEqual([403, expect.stringContaining('closed already')]);
});
