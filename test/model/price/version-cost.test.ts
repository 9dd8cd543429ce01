import {describe, expect, it} from 'vitest';
import {compareCosts, costChange, costText} from '../../../src/lib/model/price/version-cost.js';

const USE = {version: '6', memoryMb: 1024, architecture: 'x86_64', ephemeralStorageMb: 512, requests: 900, meanMs: 100};

describe('compareCosts', () => {
  it('prices a million requests of both versions by their own mean, memory and architecture', () => {
    const cost = compareCosts('us-east-1', USE, {...USE, version: '7', architecture: 'arm64', meanMs: 200});
    expect(cost.stable.usdPerMillion).toBeCloseTo(1.86667, 5);
    expect(cost.candidate.usdPerMillion).toBeCloseTo(2.86668, 5);
    expect(costChange(cost)).toBeCloseTo(0.5357, 4);
    expect(costText(cost.candidate, cost.region)).toBe('$2.87');
  });

  it('says of what is not in the table that it has no price, and tells nothing from it', () => {
    const cost = compareCosts('eu-nowhere-1', USE, {...USE, version: '7'});
    expect(costText(cost.candidate, cost.region)).toBe('no price is known here for x86_64 in eu-nowhere-1');
    expect(costChange(cost)).toBeUndefined();
    expect(cost.candidate).not.toHaveProperty('usdPerMillion');
  });
});
