import {describe, expect, test} from 'vitest';
import {CloudWatchConcurrencyMetrics} from '../../../src/lib/aws/cloudwatch/concurrency-metrics.js';
import {LambdaAsyncSettings} from '../../../src/lib/aws/lambda/async-settings.js';
import {SsmParameters} from '../../../src/lib/aws/parameters.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {lambdaError, stubAws} from '../stub-aws.js';

const REF = {functionName: 'checkout', alias: 'live'};

describe('asynchronous settings', () => {
  test('are the whole of them in one Put; none at all is a Delete', async () => {
    const {clients, requests} = await stubAws(({method}) => ({status: method === 'DELETE' ? 204 : 200, body: {}}));
    const settings = new LambdaAsyncSettings(clients);
    await settings.putAsyncSettings(REF, {retries: 0, onFailure: 'arn:queue'});
    await settings.putAsyncSettings(REF, {});
    expect(requests.map(({method, query, body}) => `${method} ${query.get('Qualifier')} ${body}`)).toEqual([
      'PUT live {"MaximumRetryAttempts":0,"DestinationConfig":{"OnSuccess":{},"OnFailure":{"Destination":"arn:queue"}}}',
      'DELETE live ',
    ]);
  });

  test('an alias without any is no error', async () => {
    const {clients} = await stubAws(() =>
      lambdaError(404, 'ResourceNotFoundException', "doesn't have an EventInvokeConfig"),
    );
    expect(await new LambdaAsyncSettings(clients).getAsyncSettings(REF)).toBeUndefined();
  });
});

describe('parameters', () => {
  test('are asked for decrypted, ten at a time, each once; a version comes back under the name asked for', async () => {
    const {clients, requests} = await stubAws(({body}) => {
      const {Names: names} = JSON.parse(String(body)) as {Names: string[]};
      const parameters = names.map((name) => {
        const [bare, version] = name.split(':');
        return {Name: bare, Value: `value of ${name}`, ...(version && {Selector: `:${version}`})};
      });
      return {status: 200, headers: {'content-type': 'application/x-amz-json-1.1'}, body: {Parameters: parameters}};
    });
    const names = ['/a:3', '/a:3', ...Array.from({length: 10}, (_, index) => `/p${index}`)];
    const values = await new SsmParameters(clients).getParameters(names);
    expect(values.get('/a:3')).toBe('value of /a:3');
    expect(values.size).toBe(11);
    expect(requests.map(({body}) => JSON.parse(String(body)).Names.length)).toEqual([10, 1]);
    expect(requests.every(({body}) => JSON.parse(String(body)).WithDecryption === true)).toBe(true);
  });
});

describe('peaks', () => {
  test('of the account and of functions without end, 500 queries a request', async () => {
    const {clients, requests} = await stubAws(({body}) => ({
      status: 200,
      headers: {'content-type': 'application/json'},
      body: {
        MetricDataResults: (JSON.parse(String(body)) as {MetricDataQueries: {Id: string}[]}).MetricDataQueries.map(
          ({Id}) => ({Id, StatusCode: 'Complete', ...(Id === 'f1' ? {} : {Timestamps: [0, 3600], Values: [3, 7]})}),
        ),
      },
    }));
    const names = Array.from({length: 600}, (_, index) => `fn-${index}`);
    const metrics = new CloudWatchConcurrencyMetrics(clients, new FakeClock());
    const peaks = await metrics.readPeaks({functionNames: names, fromMs: 0, toMs: 7_200_000});
    expect(peaks.account).toBe(7);
    expect(peaks.byFunction.get('fn-599')).toBe(7);
    expect(peaks.byFunction.has('fn-1')).toBe(false);
    expect(requests).toHaveLength(2);
  });
});
