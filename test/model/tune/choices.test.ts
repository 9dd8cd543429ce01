import {describe, expect, it} from 'vitest';
import {choicesOf} from '../../../src/lib/model/tune/choices.js';
import {type MeasuredSize, measuredSize} from '../../../src/lib/model/tune/tried-size.js';

const SIZE = {region: 'us-east-1', architecture: 'x86_64', ephemeralStorageMb: 512, memoryMb: 1024};

function aSize(memoryMb: number, meanMs: number, usd?: number): MeasuredSize {
  const times = {meanMs, p90Ms: meanMs, billedMs: meanMs};
  return {kind: 'measured', memoryMb, calls: 10, ...times, maxMemoryMb: 60, ...(usd !== undefined && {usd})};
}

describe('choicesOf', () => {
  it('finds the cheapest, the fastest, and the one that is best at both', () => {
    const sizes = [aSize(128, 1000, 2), aSize(512, 240, 2.1), aSize(1024, 200, 4), aSize(2048, 190, 8)];
    expect(choicesOf(sizes)).toEqual({cheapest: 128, fastest: 2048, balanced: 512});
  });

  it('takes the smaller of equal ones, in whatever order they come', () => {
    expect(choicesOf([aSize(512, 100, 1), aSize(256, 100, 1)])).toEqual({cheapest: 256, fastest: 256, balanced: 256});
  });

  it('goes by time and memory where no price is known', () => {
    expect(choicesOf([aSize(128, 1000), aSize(1024, 100)])).toMatchObject({cheapest: 1024, fastest: 1024});
  });

  it('has none without a size', () => {
    expect(choicesOf([])).toBeUndefined();
  });
});

describe('measuredSize', () => {
  const call = (durationMs: number, initMs?: number) => ({
    ...{durationMs, billedMs: Math.ceil(durationMs), maxMemoryMb: 70},
    ...(initMs !== undefined && {initMs}),
  });

  it('counts calls of warm environments, and prices what is billed', () => {
    const calls = [call(900, 200), ...Array.from({length: 9}, () => call(99.2)), call(199.5)];
    const measured = measuredSize(SIZE, calls);
    expect(measured).toMatchObject({calls: 10, p90Ms: 99.2, billedMs: 110, initMs: 200, maxMemoryMb: 70});
    expect(measured.meanMs).toBeCloseTo(109.23, 9);
    // $0.20 a million requests and 0.11 GB-seconds of each, at $0.0000166667.
    expect(measured.usd).toBeCloseTo(0.2 + 0.11 * 16.6667, 9);
  });

  it('has no cost in a region whose prices are not known', () => {
    expect(measuredSize({...SIZE, region: 'xx-nowhere-1'}, [call(1)])).not.toHaveProperty('usd');
  });
});
