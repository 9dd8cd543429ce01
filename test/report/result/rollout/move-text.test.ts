import {expect, test} from 'vitest';
import {parseTrafficSpec, toTrafficSplit} from '../../../../src/lib/model/rollout/traffic-spec.js';
import {planShift} from '../../../../src/lib/plan/rollout/shift.js';
import {moveText, toMoveReport} from '../../../../src/lib/report/result/rollout/move-text.js';
import {observed} from '../../../execute/rollout/rollout-world.js';

const ALIAS = {functionName: 'checkout', alias: 'live', aliasArn: 'arn', description: '', revisionId: 'r1'};

function shift(alias: Parameters<typeof observed>[0], words: string) {
  const planned = planShift(toTrafficSplit(words.split(' ').map(parseTrafficSpec)), observed(alias));
  if (!planned.ok) throw new Error(planned.refusals.map(({message}) => message).join(' '));
  return planned.plan;
}

test.each([
  ['7', 10, '6@90 7@10'],
  ['6', 60, '6@40 7@60'],
  ['7', 0.07, '6@99.93 7@0.07'],
])('the command that takes all traffic to %s back from a split of %d %% can be run', (to, weightPercent, words) => {
  const before = {...ALIAS, stable: '6', candidate: {version: '7', weightPercent}};
  const plan = shift(before, to);
  const text = moveText(toMoveReport(plan, {dryRun: false}));
  expect(text).toContain(`Take back  lambda-release shift checkout:live ${words}`);

  const taken = shift({...ALIAS, ...plan.target, revisionId: 'r2'}, words).target;
  const shareOf6 = taken.stable === '6' ? 100 - (taken.candidate?.weightPercent ?? 0) : taken.candidate?.weightPercent;
  expect(shareOf6).toBeCloseTo(100 - weightPercent, 6);
});

test('what was on $LATEST is taken back by the AWS CLI, since no shift goes there', () => {
  const plan = shift({...ALIAS, stable: '$LATEST'}, '7');
  expect(moveText(toMoveReport(plan, {dryRun: false}))).toContain(
    `Take back  aws lambda update-alias --function-name checkout --name live --function-version '$LATEST' --routing-config '{"AdditionalVersionWeights":{}}'`,
  );
});

test('all traffic on one version is taken back by its name', () => {
  const plan = shift({...ALIAS, stable: '6'}, '7');
  expect(moveText(toMoveReport(plan, {dryRun: false}))).toContain('Take back  lambda-release shift checkout:live 6');
});
