import {describe, expect, it} from 'vitest';
import {AwsClients} from '../../src/lib/aws/clients.js';
import {LambdaAliases} from '../../src/lib/aws/lambda/aliases.js';
import {RequestPacer} from '../../src/lib/aws/request-pacer.js';
import {FakeClock} from '../fakes/fake-clock.js';
import {SimulatedClock} from '../fakes/simulated-clock.js';
import {lambdaError, stubAws} from './stub-aws.js';

/** When each of many requests that are all ready at once goes out, milliseconds from the first. */
async function departures(operation: string, count: number): Promise<number[]> {
  const clock = new SimulatedClock(1_000_000);
  const pacer = new RequestPacer(clock);
  const times: number[] = [];
  await Promise.all(
    Array.from({length: count}, async () => {
      await pacer.slot(operation);
      times.push(clock.now() - 1_000_000);
    }),
  );
  return times;
}

function mostInAnySecond(times: readonly number[]): number {
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + 1_000).length));
}

describe('RequestPacer', () => {
  it('stays inside fifteen in any second, with ten on average', async () => {
    const times = await departures('ListAliases', 200);
    expect(mostInAnySecond(times)).toBe(14);
    expect(Math.max(...times)).toBe(19_500);
  });

  it('counts GetFunction by a quota of its own', async () => {
    expect(mostInAnySecond(await departures('GetFunction', 300))).toBeLessThanOrEqual(60);
    const clock = new FakeClock();
    const pacer = new RequestPacer(clock);
    for (let index = 0; index < 5; index += 1) await pacer.slot('ListAliases');
    await pacer.slot('GetFunction');
    expect(clock.sleeps).toEqual([]);
  });

  it('stands still after a throttled request, and is rested after a pause', async () => {
    const clock = new FakeClock();
    const pacer = new RequestPacer(clock);
    await pacer.slot('ListAliases');
    pacer.throttled('ListAliases');
    await pacer.slot('ListAliases');
    expect(clock.sleeps).toEqual([1_000]);
    await clock.sleep(10_000);
    for (let index = 0; index < 5; index += 1) await pacer.slot('ListAliases');
    expect(clock.sleeps).toEqual([1_000, 10_000]);
  });
});

describe('paced clients', () => {
  it('take a slot for every attempt and outlast a throttled account', async () => {
    const throttled = 1;
    const {requests} = await stubAws((_request, count) =>
      count <= throttled
        ? lambdaError(429, 'TooManyRequestsException', 'Rate exceeded')
        : {status: 200, body: {Aliases: []}},
    );
    const clock = new FakeClock();
    const paced = new AwsClients({region: 'eu-west-1', pacer: new RequestPacer(clock)});
    expect(await new LambdaAliases(paced).listAliases('checkout')).toEqual([]);
    expect(requests).toHaveLength(throttled + 1);
    expect(clock.sleeps).toHaveLength(throttled);
  });
});
