import {expect, it} from 'vitest';
import {apiOddities, apiStages} from '../../../src/lib/plan/status/api-stages.js';

const ROUTE = {
  api: {apiId: 'a1b2c3', name: 'orders', kind: 'REST' as const},
  stage: 'prod',
  integration: {uri: '', place: {resourceId: 'r1', httpMethod: 'GET', path: '/'}},
};
const apis = (...routes: {qualifier?: string; canaryPercent?: number}[]) => ({
  routes: routes.map((route) => ({...ROUTE, ...route})),
  unread: [],
});

it('a stage is there once with each of what it calls', () => {
  const stages = apiStages(apis({qualifier: 'live'}, {qualifier: 'live'}, {}));
  expect(stages.map(({stage, qualifier}) => [stage, qualifier])).toEqual([
    ['prod', 'live'],
    ['prod', undefined],
  ]);
});

it('what gets past every alias is odd, and so is a canary of a stage that calls one of them', () => {
  const found = apiOddities('checkout', ['live'], apis({}, {}, {qualifier: 'live', canaryPercent: 10}));
  expect(found.map(({code, wayOut}) => [code, wayOut])).toEqual([
    ['API_BYPASSES_ALIAS', 'lambda-release doctor checkout:live --fix'],
    ['API_CANARY_ON', expect.stringContaining('aws apigateway update-stage --rest-api-id a1b2c3')],
  ]);
  expect(apiOddities('checkout', ['live'], apis({qualifier: 'live'}))).toEqual([]);
  expect(apiOddities('checkout', ['live'], apis({qualifier: 'beta', canaryPercent: 10}))).toEqual([]);
});
