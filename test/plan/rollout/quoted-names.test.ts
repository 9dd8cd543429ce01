import {expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {unevaluatedAlarms} from '../../../src/lib/plan/rollout/alarms.js';
import {beforeWarnings} from '../../../src/lib/plan/tick/before-warnings.js';

it('quotes the name of an alarm for a shell: it may have spaces', () => {
  const alarm = {name: 'checkout 5xx (prod)', state: 'OK', evaluation: 'PARTIAL_DATA'} as const;
  const [warning] = unevaluatedAlarms([alarm]);
  expect(warning?.message).toMatch(/ --alarm-names 'checkout 5xx \(prod\)'$/);
});

it('quotes a namespace', () => {
  const pair = {name: 'http', namespace: 'My shop', bad: 'Bad', total: 'All', dimensions: {}};
  const warnings = beforeWarnings({...DEFAULT_SETTINGS, pairs: [pair]}, {invocations: 0, throttles: 0}, '6');
  expect(warnings.find(({code}) => code === 'PAIR_NOT_WRITTEN')?.message).toMatch(/ --namespace 'My shop'$/);
});
