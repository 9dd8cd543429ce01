import {describe, expect, it} from 'vitest';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {rolloutStanding} from '../../../src/lib/model/rollout/standing.js';

const STEP = 'Checkout [lr1 k3x9a0 2/3 6>7 5,25,50:5m hjb80+6 w10m 1a2b3c4d]';
const WATCH = 'Checkout [lr1 k3x9a0 w/3 6>7 5,25,50:5m hjb80+6+6+6 w10m 1a2b3c4d]';

function anAlias(stable: string, split: string | undefined, description: string): AliasState {
  const [version = '', weight] = split?.split('@') ?? [];
  return {
    functionName: 'checkout',
    alias: 'live',
    aliasArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live',
    stable,
    ...(split !== undefined && {candidate: {version, weightPercent: Number(weight)}}),
    description,
    revisionId: 'rev-1',
  };
}

describe('the standing of an alias', () => {
  it.each([
    ['idle', '6', undefined, 'Checkout'],
    ['foreign', '6', '7@5', 'Checkout'],
    ['running', '6', '7@25', STEP],
    ['running', '6', '7@25.000001', STEP],
    ['watching', '7', undefined, WATCH],
    ['orphaned', '6', undefined, STEP],
    ['orphaned', '6', '7@5', STEP],
    ['orphaned', '6', '8@25', STEP],
    ['orphaned', '5', '7@25', STEP],
    ['orphaned', '7', undefined, STEP],
    ['orphaned', '6', undefined, WATCH],
    ['orphaned', '7', '8@10', WATCH],
    ['orphaned', '6', '7@25', 'Checkout [lr9 from the future]'],
  ])('is %s with stable %s, candidate %s and %s', (kind, stable, split, description) => {
    expect(rolloutStanding(anAlias(stable, split, description)).kind).toBe(kind);
  });

  it('says what contradicts what', () => {
    expect(rolloutStanding(anAlias('6', '7@5', STEP))).toMatchObject({
      reason: 'its marker says version 7 at 25% beside version 6, the alias has version 7 at 5% beside version 6',
    });
  });
});
