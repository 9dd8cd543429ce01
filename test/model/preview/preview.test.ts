import {describe, expect, it} from 'vitest';
import {previewAlias, previewDescription, previewOf} from '../../../src/lib/model/preview/preview.js';

const ALIAS = {
  functionName: 'checkout',
  alias: 'preview-pr-12',
  aliasArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:preview-pr-12',
  stable: '7',
  description: previewDescription(1_796_000_000_000),
  revisionId: 'rev-1',
};

describe('previewAlias', () => {
  it.each([
    ['pr-12', 'preview-pr-12'],
    ['feature/cart v2', 'preview-feature-cart-v2'],
    ['preview-pr-12', 'preview-pr-12'],
    ['12', 'preview-12'],
    ['/-/', undefined],
    ['', undefined],
  ])('makes of %j %j', (name, alias) => {
    expect(previewAlias(name)).toBe(alias);
  });

  it('ends where an alias has to', () => {
    expect(previewAlias('x'.repeat(300))).toHaveLength(128);
  });
});

describe('previewOf', () => {
  it('reads what was written', () => {
    expect(previewOf(ALIAS)).toEqual({
      functionName: 'checkout',
      alias: 'preview-pr-12',
      version: '7',
      expiresMs: 1_796_000_000_000,
    });
  });

  it.each([
    ['another name', {alias: 'live'}],
    ['another description', {description: 'live [7 was 6]'}],
    ['a second version', {candidate: {version: '8', weightPercent: 10}}],
  ])('knows no preview by %s', (_, change) => {
    expect(previewOf({...ALIAS, ...change})).toBeUndefined();
  });
});
