import {expect, it} from 'vitest';
import {engineRefusals} from '../../../src/lib/plan/engine/refusals.js';

const hook = {command: 'true', folder: '/'};
const smoke = [{name: 'ok.json', payload: '{}', folder: '/', expect: {command: 'jq -e .ok'}}];

it('an engine refuses every hook by its name, and no smoke test', () => {
  const checks = {smoke, hooks: {beforeShift: hook, afterRollback: hook}};
  const [refusal, ...others] = engineRefusals({engine: 'step-functions', checks});
  expect(others).toEqual([]);
  expect(refusal).toMatchObject({code: 'ENGINE_HOOKS', details: {hooks: ['beforeShift', 'afterRollback']}});
  expect(refusal?.message).toContain('beforeShift, afterRollback');
  expect(engineRefusals({engine: 'step-functions', checks: {smoke, hooks: {}}})).toEqual([]);
  expect(engineRefusals({checks})).toEqual([]);
});
