import {describe, expect, it} from 'vitest';
import {costOfProvisioned, costOfRequests, formatUsd, unpricedText} from '../../../src/lib/model/price/cost.js';
import {lambdaPrice} from '../../../src/lib/model/price/price-table.js';

const ENVIRONMENT = {region: 'us-east-1', architecture: 'x86_64', memoryMb: 1024};

describe('costOfRequests', () => {
  it('adds what a million requests cost to what their GB-seconds do', () => {
    expect(costOfRequests({...ENVIRONMENT, billedMs: 100})).toBeCloseTo(0.2 + 1.66667, 6);
    expect(costOfRequests({...ENVIRONMENT, memoryMb: 512, billedMs: 200, requests: 3_000_000})).toBeCloseTo(
      3 * (0.2 + 1.66667),
      6,
    );
  });

  it('is a fifth less by the GB-second on arm64, and not less by the request', () => {
    expect(costOfRequests({...ENVIRONMENT, architecture: 'arm64', billedMs: 100})).toBeCloseTo(0.2 + 1.33334, 6);
  });

  it('asks the lower price of duration where concurrency is provisioned', () => {
    expect(costOfRequests({...ENVIRONMENT, billedMs: 100, provisioned: true})).toBeCloseTo(0.2 + 0.97222, 6);
  });

  it('counts what /tmp has above the first 512 MB', () => {
    const without = costOfRequests({...ENVIRONMENT, billedMs: 1000, ephemeralStorageMb: 512}) ?? Number.NaN;
    expect(costOfRequests({...ENVIRONMENT, billedMs: 1000})).toBe(without);
    const costed = costOfRequests({...ENVIRONMENT, billedMs: 1000, ephemeralStorageMb: 1536});
    expect(costed).toBeCloseTo(without + 0.0309, 6);
  });

  it('knows no price for a region or an architecture that the table lacks', () => {
    expect(costOfRequests({...ENVIRONMENT, region: 'eu-nowhere-1', billedMs: 1})).toBeUndefined();
    expect(costOfRequests({...ENVIRONMENT, architecture: 'riscv64', billedMs: 1})).toBeUndefined();
    expect(costOfRequests({...ENVIRONMENT, region: 'toString', billedMs: 1})).toBeUndefined();
    expect(unpricedText({...ENVIRONMENT, region: 'eu-nowhere-1'})).toBe(
      'no price is known here for x86_64 in eu-nowhere-1',
    );
  });
});

describe('costOfProvisioned', () => {
  it('is the price of memory kept ready for an hour', () => {
    expect(costOfProvisioned(ENVIRONMENT, 10)).toBeCloseTo(10 * 3600 * 4.1667e-6, 9);
    expect(costOfProvisioned({...ENVIRONMENT, memoryMb: 512}, 10)).toBeCloseTo(5 * 3600 * 4.1667e-6, 9);
  });

  it('differs by region, though requests do not', () => {
    expect(lambdaPrice('sa-east-1', 'x86_64')?.perGbSecond).toBe(lambdaPrice('us-east-1', 'x86_64')?.perGbSecond);
    expect(costOfProvisioned({...ENVIRONMENT, region: 'sa-east-1'}, 1)).toBeCloseTo(3600 * 6.6372e-6, 9);
    expect(costOfProvisioned({...ENVIRONMENT, region: 'eu-nowhere-1'}, 1)).toBeUndefined();
  });
});

describe('formatUsd', () => {
  it('keeps the digits that tell small amounts apart', () => {
    expect([0, 12.345, 1.2, 0.1, 0.0123, 0.00015, -0.5].map(formatUsd)).toEqual([
      '$0.00',
      '$12.35',
      '$1.20',
      '$0.10',
      '$0.0123',
      '$0.000150',
      '-$0.50',
    ]);
  });
});
