import {expect, it} from 'vitest';
import {planRollout} from '../../../../src/lib/plan/rollout/rollout.js';
import {rolloutPlanText} from '../../../../src/lib/report/result/rollout/rollout-plan-text.js';
import {aSpec, aWorld, observed, REF, START_MS} from '../../../execute/rollout/rollout-world.js';
import {aFunction} from '../../../fakes/a-function.js';

function textOf(candidate: object): string {
  const versions = new Map([
    ['6', aFunction({version: '6'})],
    ['7', aFunction({version: '7', ...candidate})],
  ]);
  const planned = planRollout(aSpec({candidate: '7'}), observed(aWorld('').newest(REF), {versions}), START_MS);
  if (!planned.ok) throw new Error(planned.refusals.map(({code}) => code).join());
  return rolloutPlanText('checkout:live', planned.plan);
}

it('a candidate of the very code of stable is called so before anybody agrees to it', () => {
  expect(textOf({memoryMb: 512})).toMatch(
    / {2}Code +the very code of version 6: only its configuration is another one\n/,
  );
  expect(textOf({codeSha256: 'b3RoZXI='})).not.toContain('Code');
});
