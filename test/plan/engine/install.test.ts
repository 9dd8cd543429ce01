import {describe, expect, test} from 'vitest';
import {type InstalledStack, planInstall} from '../../../src/lib/plan/engine/install.js';

const OURS = {
  version: '1.2.0',
  content: 'ours',
  parameters: [
    {name: 'Functions', description: ''},
    {name: 'New', description: ''},
  ],
};

const wish = (parameters: Readonly<Record<string, string>> = {}, downgrade = false) => ({
  stackName: 'engine',
  template: OURS,
  parameters: new Map(Object.entries(parameters)),
  downgrade,
});

function installed({
  status = 'CREATE_COMPLETE',
  version,
  content = 'ours',
}: {
  status?: string;
  version?: string | undefined;
  content?: string;
}): InstalledStack {
  const stack = {
    name: 'engine',
    id: 'arn:engine',
    status,
    parameters: new Map([['Functions', 'shop-*']]),
    outputs: new Map(),
  };
  const parameters = [
    {name: 'Functions', description: ''},
    {name: 'Old', description: ''},
  ];
  return {stack, template: {content, parameters, ...(version !== undefined && {version})}};
}

describe('what is asked of CloudFormation', () => {
  test.each([
    ['nothing is there', undefined, {}, 'create'],
    ['a first change set was left', installed({status: 'REVIEW_IN_PROGRESS'}), {}, 'create'],
    ['the same is there', installed({version: '1.2.0'}), {}, 'nothing'],
    ['an older tool has made the same', installed({version: '1.1.0'}), {}, 'nothing'],
    ['an older tool has made another', installed({version: '1.1.0', content: 'old'}), {}, 'update'],
    ['a value is as it was', installed({version: '1.2.0'}), {Functions: 'shop-*'}, 'nothing'],
    ['a value differs', installed({version: '1.2.0'}), {Functions: '*'}, 'update'],
    [
      'an update has failed before',
      installed({version: '1.1.0', content: 'old', status: 'UPDATE_ROLLBACK_COMPLETE'}),
      {},
      'update',
    ],
  ])('%s', (_name, there, parameters, kind) => {
    expect(planInstall(wish(parameters), there)).toMatchObject({ok: true, plan: {kind}});
  });

  test('a value that is not given stays; a parameter that is new has what the template says', () => {
    const planned = planInstall(wish(), installed({version: '1.1.0', content: 'old'}));
    expect(planned.ok && planned.plan.parameters).toEqual(new Map([['Functions', {asBefore: true}]]));
  });
});

describe('what is refused, with a command that leads out of it', () => {
  test.each([
    ['a stack of somebody else', {}, 'STACK_IN_OTHER_HANDS', 'lambda-release engine install --stack my-release-engine'],
    [
      'one that could not be created',
      {version: '1.2.0', status: 'ROLLBACK_COMPLETE'},
      'STACK_BROKEN',
      'lambda-release engine uninstall --stack engine',
    ],
    [
      'one that could not be deleted',
      {version: '1.2.0', status: 'DELETE_FAILED'},
      'STACK_BROKEN',
      'lambda-release engine uninstall --stack engine',
    ],
    [
      'one whose way back has failed',
      {version: '1.2.0', status: 'UPDATE_ROLLBACK_FAILED'},
      'STACK_BROKEN',
      'aws cloudformation continue-update-rollback --stack-name engine',
    ],
    [
      'one that somebody is changing',
      {version: '1.2.0', status: 'UPDATE_IN_PROGRESS'},
      'STACK_BUSY',
      'aws cloudformation describe-stacks --stack-name engine',
    ],
    ['one of a newer tool', {version: '1.10.0'}, 'ENGINE_NEWER', 'npm install --global lambda-release@1.10.0'],
  ])('%s', (_name, there, code, command) => {
    const planned = planInstall(wish(), installed(there));
    expect(planned).toMatchObject({ok: false, refusals: [{code}]});
    expect(planned.ok ? [] : planned.refusals[0].suggestions.join('\n')).toContain(command);
  });

  test('an older tool replaces a newer one where that is asked for', () => {
    expect(planInstall(wish({}, true), installed({version: '1.10.0', content: 'new'}))).toMatchObject({
      ok: true,
      plan: {kind: 'update'},
    });
  });
});
