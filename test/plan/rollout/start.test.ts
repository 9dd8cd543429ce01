import {describe, expect, it} from 'vitest';
import {formatNotedContent} from '../../../src/lib/model/versions/content-note.js';
import {planStart} from '../../../src/lib/plan/rollout/start.js';
import type {FunctionConfiguration} from '../../../src/lib/ports/lambda/functions.js';
import {aSpec, aWorld, observed, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {aFunction} from '../../fakes/a-function.js';

const CONTENT = 'c'.repeat(43);
const noted = (codeSha256: string) => ({
  codeSha256,
  description: formatNotedContent('', {contentDigest: CONTENT, codeSha256}),
});

/** The plan of version 7 over 6, where these differ from one configuration. */
function planOf(
  stable: Partial<FunctionConfiguration>,
  candidate: Partial<FunctionConfiguration>,
  {description = '', named = '7'} = {},
) {
  const world = aWorld(description);
  const versions = new Map([
    ['6', aFunction({...stable, version: '6'})],
    ['7', aFunction({...candidate, version: '7'})],
  ]);
  const planned = planStart(aSpec({candidate: named}), observed(world.newest(REF), {versions}), START_MS);
  return planned.ok ? planned.plan : planned.refusals.map(({code}) => code);
}

describe('a version that is to be released', () => {
  it.each<[string, Partial<FunctionConfiguration>, Partial<FunctionConfiguration>]>([
    ['the very same', {}, {}],
    ['the same but for its description', {description: 'a'}, {description: 'b'}],
    ['the same content, packed by another machine', noted('bm9kZTIw'), noted('bm9kZTI0')],
  ])('is nothing to do where stable is %s', (_name, stable, candidate) => {
    expect(planOf(stable, candidate)).toEqual({kind: 'nothing', version: '6', asked: '7'});
  });

  it('is nothing to do where it serves already', () => {
    expect(planOf({}, {}, {named: '6'})).toEqual({kind: 'nothing', version: '6'});
  });

  it.each<[string, Partial<FunctionConfiguration>]>([
    ['other code', {codeSha256: 'b3RoZXI='}],
    ['a setting', {memoryMb: 512}],
    ['a layer', {layers: ['arn:aws:lambda:eu-west-1:000000000000:layer:deps:2']}],
    ['a variable', {environment: {LEVEL: 'debug'}}],
  ])('is rolled out for %s', (_name, difference) => {
    expect(planOf({}, difference)).toMatchObject({kind: 'rollout', stable: '6', candidate: '7'});
  });

  it.each<[string, Partial<FunctionConfiguration>, boolean | undefined]>([
    ['has the code of stable', {memoryMb: 512}, true],
    ['has other code', {codeSha256: 'b3RoZXI='}, undefined],
  ])('says whether only its configuration is another one: it %s', (_name, difference, sameCode) => {
    const plan = planOf({}, difference);
    expect('sameCode' in plan ? plan.sameCode : undefined).toBe(sameCode);
  });

  it('is refused as ever while a rollout is under way, and rolled out over one that AWS does not run', () => {
    const description = 'Checkout [lr1 k3x9a0 1/1 6>7 5:5m hjb80 w10m 1a2b3c4d]';
    expect(planOf({}, {}, {description})).toEqual(['ROLLOUT_ORPHANED']);
    expect(planOf({state: 'Inactive'}, {})).not.toMatchObject({kind: 'nothing'});
  });
});
