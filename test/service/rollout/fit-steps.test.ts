import {expect, it} from 'vitest';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {fitSteps} from '../../../src/lib/service/rollout/fit-steps.js';
import {toRolloutPolicy} from '../../../src/lib/service/rollout/policy.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeClock} from '../../fakes/fake-clock.js';

const REF = {functionName: 'checkout', alias: 'live'};
const MINUTE_MS = 60_000;

/** The steps of a release at so many requests a minute, and what was said about them. */
async function fitted(perMinute: number, options: Parameters<typeof toRolloutPolicy>[0] = {}) {
  const clock = new FakeClock();
  const minutes = Array.from({length: 120}, (_, index) => ({
    minuteMs: Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS - (120 - index) * MINUTE_MS,
    invocations: perMinute,
    errors: 0,
  }));
  const session = aSession({clock, trafficHistory: {readTraffic: async () => (perMinute === 0 ? [] : minutes)}});
  const {policy} = await fitSteps(session, REF, toRolloutPolicy(options, undefined), new AbortController().signal);
  return {weights: policy.steps.map((step) => step.weightPercent), said: session.events.of('warning')};
}

it('takes steps that can end where nobody has named any and the default ones could not', async () => {
  const {weights, said} = await fitted(6);
  expect(weights).toEqual([25, 50]);
  expect(said).toMatchObject([{code: 'STEPS_BY_TRAFFIC', message: expect.stringContaining('--steps "25%:')}]);
});

it('keeps steps that were named, and says beforehand that they cannot end, with the ones that can', async () => {
  const {weights, said} = await fitted(6, {steps: parseSteps('5%:5m, 50%:5m')});
  expect(weights).toEqual([5, 50]);
  expect(said).toMatchObject([{code: 'STEP_TOO_SHORT', message: expect.stringContaining('These would: --steps "')}]);
});

it('says nothing where the steps can end', async () => {
  expect(await fitted(600)).toEqual({weights: [5, 25, 50], said: []});
});

it('keeps the steps where there is no traffic to tell by, and says that they will see nothing', async () => {
  const {weights, said} = await fitted(0);
  expect(weights).toEqual([5, 25, 50]);
  expect(said).toMatchObject([{code: 'NO_TRAFFIC'}]);
});
