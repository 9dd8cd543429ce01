import {describe, expect, test} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {LambdaConcurrency} from '../../../src/lib/aws/lambda/concurrency.js';
import {RequestPacer} from '../../../src/lib/aws/request-pacer.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {lambdaError, stubAws} from '../stub-aws.js';

async function stubConcurrency(answer: Parameters<typeof stubAws>[0]) {
  const {clients, requests} = await stubAws(answer);
  const clock = new FakeClock();
  const paced = new AwsClients({region: 'eu-west-1', pacer: new RequestPacer(clock)});
  return {concurrency: new LambdaConcurrency(clients, paced), clock, requests};
}

describe('reserved concurrency', () => {
  test('an empty answer means none, 0 means stopped', async () => {
    const {concurrency} = await stubConcurrency((_request, count) => ({
      status: 200,
      body: count === 1 ? {} : {ReservedConcurrentExecutions: 0},
    }));
    expect(await concurrency.getReserved('checkout')).toBeUndefined();
    expect(await concurrency.getReserved('checkout')).toBe(0);
  });

  test('the account has a limit and a rest', async () => {
    const limit = {ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: 900};
    const {concurrency} = await stubConcurrency(() => ({status: 200, body: {AccountLimit: limit}}));
    expect(await concurrency.getAccountConcurrency()).toEqual({limit: 1_000, unreserved: 900});
  });

  test('is set and cleared', async () => {
    const {concurrency, requests} = await stubConcurrency((request) =>
      request.method === 'PUT' ? {status: 200, body: {ReservedConcurrentExecutions: 0}} : {status: 204},
    );
    expect(await concurrency.putReserved('checkout', 0)).toBe(0);
    await concurrency.deleteReserved('checkout');
    expect(requests.map(({method, path, body}) => `${method} ${path} ${body}`)).toEqual([
      'PUT /2017-10-31/functions/checkout/concurrency {"ReservedConcurrentExecutions":0}',
      'DELETE /2017-10-31/functions/checkout/concurrency ',
    ]);
  });

  test("AWS's floor comes with the refusal", async () => {
    const message =
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].";
    const {concurrency} = await stubConcurrency(() => lambdaError(400, 'InvalidParameterValueException', message));
    await expect(concurrency.putReserved('checkout', 950)).rejects.toMatchObject({
      code: 'UNRESERVED_FLOOR',
      details: {floor: 100},
    });
  });
});

describe('listing reservations', () => {
  const functionNames = (...names: string[]) => names.map((FunctionName) => ({FunctionName}));

  test('asks every function of every page, ten a second after the first five', async () => {
    const reserved: Record<string, unknown> = {
      a: {ReservedConcurrentExecutions: 5},
      b: {},
      c: {ReservedConcurrentExecutions: 0},
    };
    const {concurrency, clock, requests} = await stubConcurrency((request) => {
      const name = /functions\/(\w+)\/concurrency$/.exec(request.path)?.[1];
      if (name === 'gone') return lambdaError(404, 'ResourceNotFoundException', 'Function not found: arn');
      if (name !== undefined) return {status: 200, body: reserved[name]};
      return request.query.get('Marker') === 'more'
        ? {status: 200, body: {Functions: functionNames('c', 'gone')}}
        : {status: 200, body: {Functions: functionNames('a', 'b'), NextMarker: 'more'}};
    });
    const seen: number[] = [];
    const startMs = clock.now();
    expect(await concurrency.listReservations((count) => seen.push(count))).toEqual([
      {functionName: 'a', reserved: 5},
      {functionName: 'c', reserved: 0},
    ]);
    expect(seen).toEqual([1, 2, 3, 4]);
    // The simulated clock does not move by itself, so all of the time is waiting for a slot.
    expect(requests).toHaveLength(6);
    expect(clock.now() - startMs).toBe(100);
  });

  test('an abort ends it', async () => {
    const controller = new AbortController();
    const {concurrency, requests} = await stubConcurrency((request) => {
      if (request.path.endsWith('/concurrency')) controller.abort(new Error('SIGINT'));
      return {status: 200, body: request.path.endsWith('/concurrency') ? {} : {Functions: functionNames('a', 'b')}};
    });
    await expect(concurrency.listReservations(undefined, controller.signal)).rejects.toThrow();
    expect(requests).toHaveLength(2);
  });
});
