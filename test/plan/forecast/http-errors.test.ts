import {expect, it} from 'vitest';
import type {AnalysisSettings} from '../../../src/lib/analysis/settings.js';
import {httpErrorWarnings} from '../../../src/lib/plan/forecast/http-errors.js';
import type {HttpCaller} from '../../../src/lib/ports/lambda/triggers.js';

const REF = {functionName: 'checkout', alias: 'live'};
const STAGE = {kind: 'REST', api: 'orders', stage: 'prod'} as const;
const PAIR = {name: 'http-5xx', namespace: 'shop', bad: 'Http5xx', dimensions: {}};
const callers = (...kinds: HttpCaller['kind'][]) => kinds.map((kind) => ({kind}) as HttpCaller);

it.each<[string, HttpCaller['kind'][], Pick<AnalysisSettings, 'apiStages' | 'pairs'>]>([
  ['nobody who calls it over HTTP', [], {}],
  ['a pair', ['functionUrl'], {pairs: [PAIR]}],
  ['a stage', ['apiGateway'], {apiStages: [STAGE]}],
])('nothing is warned of with %s', (_name, kinds, settings) => {
  expect(httpErrorWarnings(REF, callers(...kinds), settings)).toEqual([]);
});

it('names both ways to see the errors of an API, and the pair alone where no API counts', () => {
  const [ofApi] = httpErrorWarnings(REF, callers('apiGateway', 'loadBalancer'));
  expect(ofApi).toMatchObject({code: 'HTTP_ERRORS_NOT_SEEN', message: expect.stringContaining("--api-stage 'rest:")});
  expect(ofApi?.message).toContain('answers HTTP through API Gateway and a load balancer');
  expect(ofApi?.message).toContain('--pair ');
  const [ofUrl] = httpErrorWarnings(REF, callers('functionUrl'));
  expect(ofUrl?.message).not.toContain('--api-stage');
});
