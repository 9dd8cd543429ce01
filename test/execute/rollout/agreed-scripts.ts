import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import type {RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import {BAD, GOOD, type Script, SILENCE, START_MS} from './rollout-world.js';

const MINUTE_MS = 60_000;
const after = (minutes: number, then: Script, before: Script = GOOD): Script => {
  const pick = (minuteMs: number) => (minuteMs > START_MS + minutes * MINUTE_MS ? then : before);
  return (minuteMs) => {
    const script = pick(minuteMs);
    return typeof script === 'function' ? script(minuteMs) : script;
  };
};
const BOTH_FAIL = {invocations: 1_000, errorRates: {6: 0.5, 7: 0.5}};
const BURNS = {invocations: 6_000, errorRates: {6: 0.001, 7: 0.011}};
const MANY = {invocations: 100_000, errorRates: {6: 0.001, 7: 0.001}};

/** Name, exit code, what the versions do, and how the rollout is asked for: whoever drives it, these end the same. */
export const SCRIPTS: readonly (readonly [string, number, Script, Partial<RolloutSpec>])[] = [
  ['a good version', 0, GOOD, {}],
  ['a good version that is not watched', 0, GOOD, {watchMs: 0}],
  ['a good version, all at once', 0, GOOD, {steps: []}],
  ['a good version that may pass early', 0, MANY, {steps: parseSteps('20%:60m, 50%:60m'), promoteEarly: true}],
  ['a bad version', 5, BAD, {}],
  ['a version that burns slowly', 5, BURNS, {steps: parseSteps('5%:20m, 25%:20m, 50%:20m')}],
  ['a version that turns bad in its watch', 5, after(9, {...GOOD, errorRates: {7: 0.9}}), {watchMs: 10 * MINUTE_MS}],
  ['silence', 7, SILENCE, {}],
  ['silence that is not minded', 0, SILENCE, {onInconclusive: 'promote'}],
  ['silence that is', 5, SILENCE, {onInconclusive: 'abort'}],
  ['silence, then calls', 0, after(10, GOOD, SILENCE), {}],
  ['an incident of both versions', 7, BOTH_FAIL, {}],
  ['an incident that ends', 0, after(8, GOOD, BOTH_FAIL), {}],
];
