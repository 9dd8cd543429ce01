import {describe, expect, it} from 'vitest';
import {type Api, apiIdOf, isBeside, routesTo} from '../../../src/lib/model/trigger/api.js';

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout';

function rest(arn: string, stage: Partial<Api['stages'][number]> = {}): Api {
  const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
  return {
    ...{apiId: 'a1b2c3', name: 'orders', kind: 'REST'},
    integrations: [{uri, place: {resourceId: 'r1', httpMethod: 'GET', path: '/orders'}}],
    stages: [{name: 'prod', variables: {}, ...stage}],
  };
}

function reached(api: Api) {
  return routesTo(FUNCTION_ARN, api).map(({qualifier = 'bare'}) => qualifier);
}

describe('an integration of an API', () => {
  it.each([
    ['the bare function', FUNCTION_ARN, ['bare']],
    ['$LATEST', `${FUNCTION_ARN}:$LATEST`, ['bare']],
    ['an alias', `${FUNCTION_ARN}:live`, ['live']],
    ['a version', `${FUNCTION_ARN}:7`, ['7']],
    ['another function', `${FUNCTION_ARN}-beta:live`, []],
    ['one of the same name in another region', FUNCTION_ARN.replace('eu-west-1', 'us-east-1'), []],
    ['one of the same name in another account', FUNCTION_ARN.replace('123456789012', '210987654321'), []],
  ])('reaches %s', (_, arn, expected) => {
    expect(reached(rest(arn))).toEqual(expected);
  });

  it('may be the ARN alone, as HTTP APIs have it', () => {
    const integrations = [{uri: `${FUNCTION_ARN}:live`, place: {integrationId: 'i1'}}];
    expect(reached({...rest(FUNCTION_ARN), kind: 'HTTP', integrations})).toEqual(['live']);
  });

  it('reaches what each stage puts in place of its variable', () => {
    const stages = ['live', 'beta'].map((alias) => ({name: alias, variables: {alias}}));
    const api = {...rest(`${FUNCTION_ARN}:\${stageVariables.alias}`), stages};
    expect(routesTo(FUNCTION_ARN, api).map(({stage, qualifier}) => [stage, qualifier])).toEqual([
      ['live', 'live'],
      ['beta', 'beta'],
    ]);
  });

  it('reaches the function whose name a stage has, too', () => {
    const arn = FUNCTION_ARN.replace(/checkout$/, `\${stageVariables.function}`);
    expect(reached(rest(arn, {variables: {function: 'checkout:live'}}))).toEqual(['live']);
  });

  it('reaches nothing by a variable that the stage lacks', () => {
    expect(reached(rest(`${FUNCTION_ARN}:\${stageVariables.alias}`))).toEqual([]);
  });
});

describe('the canary of a stage', () => {
  const variable = `${FUNCTION_ARN}:\${stageVariables.alias}`;

  it('may take a way of its own', () => {
    const canary = {percent: 10, overrides: {alias: 'beta'}};
    const routes = routesTo(FUNCTION_ARN, rest(variable, {variables: {alias: 'live'}, canary}));
    expect(routes.map(({qualifier, canaryPercent}) => [qualifier, canaryPercent])).toEqual([
      ['live', 10],
      ['beta', 10],
    ]);
  });

  it('is off while it takes no requests', () => {
    const canary = {percent: 0, overrides: {alias: 'beta'}};
    const routes = routesTo(FUNCTION_ARN, rest(variable, {variables: {alias: 'live'}, canary}));
    expect(routes.map(({qualifier, canaryPercent}) => [qualifier, canaryPercent])).toEqual([['live', undefined]]);
  });
});

it.each([
  ['arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/*/GET/orders', 'a1b2c3'],
  ['arn:aws-cn:execute-api:cn-north-1:123456789012:a1b2c3/prod/*/*', 'a1b2c3'],
  ['arn:aws:execute-api:eu-west-1:123456789012:*/*/*/*', undefined],
  ['arn:aws:execute-api:eu-west-1:123456789012:a1*/*', undefined],
  ['arn:aws:sns:eu-west-1:123456789012:orders', undefined],
])('the API that %s names is %s', (arn, id) => {
  expect(apiIdOf(arn)).toBe(id);
});

it('an API of another region or account is not one that could be read beside the function', () => {
  const api = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/*/GET/orders';
  expect(isBeside(FUNCTION_ARN, api)).toBe(true);
  expect(isBeside(FUNCTION_ARN, api.replace('eu-west-1', 'us-east-1'))).toBe(false);
  expect(isBeside(FUNCTION_ARN, api.replace('123456789012', '210987654321'))).toBe(false);
});
