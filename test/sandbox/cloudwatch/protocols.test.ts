import {expect, test} from 'vitest';
import {decodeCbor, encodeCbor} from '../../../src/lib/sandbox/cloudwatch/cbor.js';
import {createCloudWatch} from '../../../src/lib/sandbox/cloudwatch/cloudwatch-service.js';
import {hostService} from '../service-host.js';
import {ALIAS_VERSION_INPUT, aDatum, aStore, MINUTE_MS, NOW_MS} from './metrics-fixture.js';

async function hosted() {
  const {store, clock, alarms} = aStore([aDatum('Errors', 2, 1), aDatum('Errors', 1, 0)]);
  return hostService(createCloudWatch(store, clock, alarms));
}

const start = new Date(NOW_MS - 5 * MINUTE_MS);
const end = new Date(NOW_MS);

test('Query: form fields in, XML out', async () => {
  await using host = await hosted();
  const form = new URLSearchParams({
    Action: 'GetMetricStatistics',
    Version: '2010-08-01',
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    StartTime: start.toISOString(),
    EndTime: end.toISOString(),
    Period: '300',
    'Statistics.member.1': 'Sum',
    'ExtendedStatistics.member.1': 'p50',
  });
  for (const [index, {Name, Value}] of ALIAS_VERSION_INPUT.entries()) {
    form.set(`Dimensions.member.${index + 1}.Name`, Name);
    form.set(`Dimensions.member.${index + 1}.Value`, Value);
  }
  const response = await fetch(host.endpoint, {method: 'POST', body: form});
  expect(response.headers.get('content-type')).toBe('text/xml');
  expect(await response.text()).toContain(
    '<GetMetricStatisticsResult><Label>Errors</Label><Datapoints><member><Timestamp>2026-11-21T09:55:00.000Z</Timestamp>' +
      '<Unit>Count</Unit><Sum>1</Sum><ExtendedStatistics><entry><key>p50</key><value>0</value></entry></ExtendedStatistics>' +
      '</member></Datapoints></GetMetricStatisticsResult>',
  );
});

test('Query: an error names its code, and an unknown action is one', async () => {
  await using host = await hosted();
  const response = await fetch(host.endpoint, {method: 'POST', body: new URLSearchParams({Action: 'Fly'})});
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('<Type>Sender</Type><Code>InvalidAction</Code>');
});

test('Smithy RPC v2: CBOR in, CBOR out', async () => {
  await using host = await hosted();
  const send = (body: object) =>
    fetch(`${host.endpoint}/service/GraniteServiceVersion20100801/operation/GetMetricData`, {
      method: 'POST',
      headers: {'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor'},
      body: new Uint8Array(encodeCbor(body)),
    });
  const metric = {Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: ALIAS_VERSION_INPUT};
  const MetricDataQueries = [{Id: 'e', MetricStat: {Metric: metric, Period: 60, Stat: 'Sum'}, ReturnData: true}];
  const good = await send({StartTime: start, EndTime: end, MetricDataQueries});
  expect(good.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
  expect(decodeCbor(Buffer.from(await good.arrayBuffer()))).toMatchObject({
    MetricDataResults: [
      {
        Id: 'e',
        StatusCode: 'Complete',
        Values: [0, 1],
        Timestamps: [new Date(NOW_MS - MINUTE_MS), new Date(NOW_MS - 2 * MINUTE_MS)],
      },
    ],
  });
  const bad = await send({StartTime: end, EndTime: start, MetricDataQueries});
  expect(bad.status).toBe(400);
  expect(bad.headers.get('x-amzn-query-error')).toBe('ValidationError;Sender');
  expect(decodeCbor(Buffer.from(await bad.arrayBuffer()))).toMatchObject({
    __type: 'com.amazonaws.cloudwatch#ValidationException',
  });
});

test('CBOR: what is written is read back', () => {
  const value = {
    text: 'é',
    list: [0, 23, 24, 255, 256, 65_536, -1, -500, 1.5, 2 ** 40, true, false],
    at: new Date(1_700_000_000_500),
    inner: {a: {}},
  };
  expect(decodeCbor(encodeCbor(value))).toEqual(value);
});

test.each([
  ['indefinite lists and maps', 'bf61619f0102ff61625f4161ffff', {a: [1, 2]}],
  ['half and single precision', '82f93e00fa40200000', [1.5, 2.5]],
  ['an eight-byte integer', '1b000000e8d4a51000', 1_000_000_000_000],
])('CBOR: %s', (_, hex, expected) => {
  expect(decodeCbor(Buffer.from(hex, 'hex'))).toMatchObject(expected as object);
});

test.each(['', '82', 'a1', '6361', 'c001', 'ff'.repeat(3), '9f'.repeat(100)])('CBOR: %j is refused', (hex) => {
  expect(() => decodeCbor(Buffer.from(hex, 'hex'))).toThrow(/CBOR document/);
});
