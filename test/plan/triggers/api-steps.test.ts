import {describe, expect, it} from 'vitest';
import type {ApiCall, ServedApi, ServedStage} from '../../../src/lib/model/trigger/served-api.js';
import {apiSteps} from '../../../src/lib/plan/triggers/api-steps.js';

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout';
const NAMED = FUNCTION_ARN.replace(/checkout$/, `\${stageVariables.function}`);
const ALIASED = `${FUNCTION_ARN}:\${stageVariables.alias}`;
const SOURCE = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3';

function call(uri: string, more: Partial<ApiCall> = {}): ApiCall {
  return {
    uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${uri}/invocations`,
    routes: ['GET/'],
    ...more,
  };
}

function stage(
  variables: Record<string, string>,
  calls: readonly ApiCall[],
  more: Partial<ServedStage> = {},
): ServedStage {
  return {name: 'prod', variables, served: {calls, otherVariables: []}, ...more};
}

function steps(stages: readonly ServedStage[], kind: ServedApi['kind'] = 'REST') {
  const api = {apiId: 'a1b2c3', name: 'orders', kind, stages};
  return apiSteps(api, {functionArn: FUNCTION_ARN, alias: 'live'});
}

describe('a variable that names the function', () => {
  const variables = {function: 'checkout'};

  it('comes to name the alias, in one stage and in no other', () => {
    const there = stage({function: 'checkout:live'}, [call(NAMED)], {name: 'beta'});
    const found = steps([stage(variables, [call(NAMED), call(NAMED, {routes: ['*/orders/*']})]), there]);
    expect(found).toEqual([
      {
        ...{kind: 'stageVariable', api: {apiId: 'a1b2c3', name: 'orders', kind: 'REST'}, stage: 'prod'},
        ...{variable: 'function', from: 'checkout', to: 'checkout:live'},
        sources: [`${SOURCE}/prod/GET/`, `${SOURCE}/prod/*/orders/*`],
      },
    ]);
  });

  it.each<[string, ServedStage]>([
    ['what the stage serves is not known', {name: 'prod', variables}],
    ['a canary is there', stage(variables, [call(NAMED)], {canary: {percent: 0, overrides: {}}})],
    ['a template uses it too', {...stage(variables, []), served: {calls: [call(NAMED)], otherVariables: ['function']}}],
    [
      'a host is named by it too',
      stage(variables, [call(NAMED), {uri: `https://\${stageVariables.function}/`, routes: []}]),
    ],
    ['the call is by a role', stage(variables, [call(NAMED, {byRole: true})])],
    ['it names another function', stage({function: 'orders'}, [call(NAMED)])],
    ['the function of that name is in another account', stage(variables, [call(NAMED.replace('1234', '9999'))])],
  ])('stays where %s', (_, one) => {
    expect(steps([one])).toEqual([]);
  });
});

describe('a variable that a stage lacks', () => {
  const lacking = stage({}, [call(ALIASED)]);
  const other = (alias: string) => stage({alias}, [call(ALIASED)], {name: 'other'});

  it('comes to be the alias where it is clear which stage is meant', () => {
    expect(steps([lacking])).toMatchObject([{variable: 'alias', to: 'live', sources: [`${SOURCE}/prod/GET/`]}]);
    expect(steps([lacking])[0]).not.toHaveProperty('from');
    expect(steps([lacking, other('beta')])).toHaveLength(1);
  });

  it('stays missing where another stage lacks it too, or has the alias already', () => {
    expect(steps([lacking, {...lacking, name: 'beta'}])).toEqual([]);
    expect(steps([lacking, other('live')])).toEqual([]);
  });

  it('that is another alias, or a version, is meant so', () => {
    expect(steps([stage({alias: 'beta'}, [call(ALIASED)])])).toEqual([]);
    expect(steps([stage({alias: '7'}, [call(ALIASED)])])).toEqual([]);
  });
});

describe('an integration that names the bare function', () => {
  const bare = {uri: FUNCTION_ARN, routes: ['GET/a'], integrationId: 'i1'};
  const deploying = (name: string, calls: readonly ApiCall[] = [bare]) => stage({}, calls, {name, deploysItself: true});

  it('of an HTTP API whose stages deploy by themselves is pointed at the alias, in the form it has', () => {
    expect(steps([deploying('one'), deploying('two')], 'HTTP')).toEqual([
      {
        ...{kind: 'integration', api: {apiId: 'a1b2c3', name: 'orders', kind: 'HTTP'}, integrationId: 'i1'},
        ...{from: FUNCTION_ARN, to: `${FUNCTION_ARN}:live`},
        sources: [`${SOURCE}/one/GET/a`, `${SOURCE}/two/GET/a`],
      },
    ]);
    const [step] = steps([deploying('one', [call(FUNCTION_ARN, {integrationId: 'i1'})])], 'HTTP');
    expect(step?.to).toMatch(/\/functions\/arn:aws:lambda:\S+:checkout:live\/invocations$/);
  });

  it('stays where it would wait for a deployment that takes along more', () => {
    expect(steps([deploying('one'), {name: 'two', variables: {}}], 'HTTP')).toEqual([]);
    expect(steps([stage({}, [call(FUNCTION_ARN)])], 'REST')).toEqual([]);
    expect(steps([deploying('one')], 'WEBSOCKET')).toEqual([]);
  });

  it('stays where it calls by a role, or calls the alias already', () => {
    expect(steps([deploying('one', [{...bare, byRole: true}])], 'HTTP')).toEqual([]);
    expect(steps([deploying('one', [{...bare, uri: `${FUNCTION_ARN}:live`}])], 'HTTP')).toEqual([]);
  });
});
