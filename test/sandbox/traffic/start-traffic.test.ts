import {expect, test} from 'vitest';
import {UsageError} from '../../../src/lib/errors.js';
import {startTraffic} from '../../../src/lib/sandbox/traffic/start-traffic.js';
import type {TrafficReport} from '../../../src/lib/sandbox/traffic/traffic-report.js';
import {hostService} from '../service-host.js';
import {aReleasedFunction} from './released-function.js';

const ref = {functionName: 'checkout', alias: 'live'};

test('traffic on a weighted alias is counted by the version that ran, and so are the metrics', async () => {
  await using sandbox = await aReleasedFunction();
  const report = await startTraffic({endpoint: sandbox.endpoint, ref, rps: 200, maxRequests: 60});
  expect(report).toMatchObject({sent: 60, throttled: 0, lost: 0, skipped: 0});
  expect(report.versions).toMatchObject({1: {failed: 0}, 2: {served: 0}});
  expect((report.versions[1]?.served ?? 0) + (report.versions[2]?.failed ?? 0)).toBe(60);
});

test('throttles are counted without a version', async () => {
  await using host = await hostService({handle: async () => ({status: 429, body: '{}'})});
  const report = await startTraffic({endpoint: host.endpoint, ref, rps: 500, maxRequests: 5});
  expect(report).toMatchObject({sent: 5, throttled: 5, served: 0, versions: {}});
});

test('what is asked is a synchronous invocation of the qualifier at its place with the payload of its number', async () => {
  const seen: string[] = [];
  await using host = await hostService({
    async handle(request) {
      seen.push(
        [
          request.accessKeyId,
          request.region,
          request.signedService,
          request.path,
          `${request.query}`,
          `${request.body}`,
        ].join(' '),
      );
      return {status: 200, headers: {'x-amz-executed-version': '7'}, body: 'null'};
    },
  });
  const payload = (index: number) => `{"n":${index}}`;
  const place = {region: 'eu-west-1', accountId: '222222222222'};
  const report = await startTraffic({endpoint: host.endpoint, ref, place, rps: 500, maxRequests: 2, payload});
  expect(report.versions).toEqual({7: {served: 2, failed: 0}});
  expect(seen.sort()).toEqual([
    '222222222222 eu-west-1 lambda /2015-03-31/functions/checkout/invocations Qualifier=live {"n":0}',
    '222222222222 eu-west-1 lambda /2015-03-31/functions/checkout/invocations Qualifier=live {"n":1}',
  ]);
});

test('a slow function does not slow the rate down: what is due beyond the limit is skipped', async () => {
  const held: (() => void)[] = [];
  await using host = await hostService({
    async handle() {
      await new Promise<void>((resolve) => held.push(resolve));
      return {status: 200, body: 'null'};
    },
  });
  const stop = new AbortController();
  const release = () => {
    if (held.length < 2) return;
    stop.abort();
    for (const each of held) each();
  };
  const onSample = (report: TrafficReport) => report.skipped > 0 && release();
  const report = await startTraffic({
    endpoint: host.endpoint,
    ref,
    rps: 100,
    maxInFlight: 2,
    signal: stop.signal,
    onSample,
  });
  expect(report).toMatchObject({sent: 2, served: 2});
  expect(report.skipped).toBeGreaterThan(0);
});

test('an endpoint that answers nonsense, or not at all, is a loss with its reason', async () => {
  await using host = await hostService({handle: async () => ({status: 502, body: '<html>'})});
  const odd = await startTraffic({endpoint: host.endpoint, ref, rps: 500, maxRequests: 1});
  expect(odd).toMatchObject({lost: 1, lastLoss: 'HTTP 502 <html>'});
  const nobody = await startTraffic({endpoint: 'http://127.0.0.1:1', ref, rps: 500, maxRequests: 1});
  expect(nobody).toMatchObject({lost: 1, lastLoss: expect.stringContaining('ECONNREFUSED')});
});

test.each([
  ['https://lambda.eu-west-1.amazonaws.com', 10],
  ['http://127.0.0.1.example.com', 10],
  ['http://10.0.0.1:4566', 10],
  ['not a url', 10],
  ['http://localhost:4566', 0],
  ['http://localhost:4566', Number.NaN],
])('traffic to %s at %d a second is refused', async (endpoint, rps) => {
  await expect(startTraffic({endpoint, ref, rps})).rejects.toThrow(UsageError);
});
