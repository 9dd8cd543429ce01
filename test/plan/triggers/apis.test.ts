import {describe, expect, it} from 'vitest';
import type {ApiRoute} from '../../../src/lib/model/trigger/api.js';
import type {UnreadApi} from '../../../src/lib/observe/triggers/apis.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import {apiFindings} from '../../../src/lib/plan/triggers/apis.js';
import {aSpec, aWorld, observed, REF, START_MS} from '../../execute/rollout/rollout-world.js';

const FUNCTION_ARN = `arn:aws:lambda:eu-west-1:123456789012:function:${REF.functionName}`;
const HTTP = {
  api: {apiId: 'a1b2c3', name: 'orders', kind: 'HTTP'},
  stage: 'prod',
  integration: {uri: FUNCTION_ARN, place: {integrationId: 'i1'}},
  deploysItself: true,
} as const;
const REST = {
  api: {apiId: 'a1b2c3', name: 'orders', kind: 'REST'},
  stage: 'prod',
  integration: {
    uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION_ARN}/invocations`,
    place: {resourceId: 'r1', httpMethod: 'GET', path: '/orders'},
  },
} as const;
const DENIED = {apiId: 'a1b2c3', isDenied: true, why: 'Denied.'};
const CANARY = {...REST, qualifier: REF.alias, canaryPercent: 10};

function planWith(routes: readonly ApiRoute[], {steps, unread = []}: {steps?: []; unread?: UnreadApi[]} = {}) {
  return planRollout(
    aSpec({...(steps && {steps})}),
    {...observed(aWorld().newest(REF)), apis: {routes, unread}},
    START_MS,
  );
}

describe('a rollout through an API', () => {
  it('is refused while the canary of a stage that calls the alias is on, with the way out', () => {
    const planned = planWith([CANARY, CANARY]);
    if (planned.ok) throw new Error('Planned.');
    expect(planned.refusals).toEqual([
      expect.objectContaining({
        code: 'API_CANARY_ON',
        message: expect.stringContaining('Stage prod of the REST API orders (a1b2c3)'),
        suggestions: [
          expect.stringMatching(/: aws apigateway update-stage --rest-api-id a1b2c3 --stage-name prod --patch-/),
        ],
      }),
    ]);
  });

  it.each<[string, ApiRoute]>([
    ['the canary is off', {...REST, qualifier: REF.alias}],
    ['the stage calls another alias', {...CANARY, qualifier: 'beta'}],
    ['the stage calls the bare function', {...REST, canaryPercent: 10}],
  ])('begins where %s', (_, route) => {
    expect(planWith([route]).ok).toBe(true);
  });

  it('goes all at once beside a canary: there are no two shares', () => {
    expect(planWith([CANARY], {steps: []}).ok).toBe(true);
  });

  it('begins with a warning where an API could not be read', () => {
    const planned = planWith([], {unread: [DENIED]});
    expect(planned).toMatchObject({ok: true, plan: {warnings: [{code: 'API_UNREAD'}]}});
  });
});

describe('doctor', () => {
  const findings = (...routes: ApiRoute[]) => apiFindings(REF, {routes, unread: []}, {functionArn: FUNCTION_ARN});

  it('tells of each stage once', () => {
    const through = {...HTTP, qualifier: REF.alias};
    expect(findings(through, through).map(({level, code}) => [level, code])).toEqual([['ok', 'API_STAGE']]);
    expect(findings({...HTTP, qualifier: '7'}).map(({code}) => code)).toEqual(['API_STAGE_ELSEWHERE']);
  });

  it.each([
    ['of a REST API by its name', REST, [], '--api-stage rest:orders/prod, or'],
    ['of an HTTP API by its id', HTTP, [], '--api-stage http:a1b2c3/prod, or'],
    ['that is watched already', REST, [{kind: 'REST', api: 'orders', stage: 'prod'}], undefined],
    [
      'of a WebSocket API, which counts no such errors',
      {...HTTP, api: {...HTTP.api, kind: 'WEBSOCKET'}},
      [],
      undefined,
    ],
  ] as const)('has the flag that watches a stage %s', (_name, route, watched, flag) => {
    const routes = [{...route, qualifier: REF.alias}];
    const [stage] = apiFindings(REF, {routes, unread: []}, {functionArn: FUNCTION_ARN, watched});
    expect(stage?.suggestions).toEqual(flag === undefined ? [] : [expect.stringContaining(flag)]);
  });

  it('stops at a canary that is on', () => {
    expect(findings(CANARY).map(({level, code}) => [level, code])).toEqual([
      ['stop', 'API_CANARY_ON'],
      ['ok', 'API_STAGE'],
    ]);
  });

  it('has the command that points an HTTP API at the alias', () => {
    const [bypass] = findings(HTTP);
    expect(bypass).toMatchObject({level: 'warning', code: 'API_BYPASSES_ALIAS'});
    expect(bypass?.suggestions.at(-1)).toBe(
      `Else point it there: aws apigatewayv2 update-integration --api-id a1b2c3 --integration-id i1 --integration-uri ${FUNCTION_ARN}:${REF.alias}`,
    );
  });

  it('has a deployment after it where the stage does not deploy by itself', () => {
    const {deploysItself: _, ...route} = HTTP;
    expect(findings(route)[0]?.suggestions.at(-1)).toBe(
      'Else point it there: aws apigatewayv2 create-deployment --api-id a1b2c3 --stage-name prod',
    );
  });

  it('sets the variable that names the function, and leaves the integration as it is', () => {
    const [bypass] = findings({...REST, variable: {name: 'function', value: 'checkout'}});
    expect(bypass?.suggestions.slice(1)).toEqual([
      `Else point it there: aws apigateway update-stage --rest-api-id a1b2c3 --stage-name prod --patch-operations op=replace,path=/variables/function,value=checkout:${REF.alias}`,
    ]);
  });

  it('tells what may not be read from what AWS was too busy for', () => {
    const slowed = {apiId: 'd4e5f6', isDenied: false, why: 'Too many requests.'};
    const [denied, busy] = apiFindings(REF, {routes: [], unread: [DENIED, slowed]}, {functionArn: FUNCTION_ARN});
    expect(denied?.suggestions).toEqual(['Allow apigateway:GET, as this prints it: lambda-release doctor --policy']);
    expect(busy?.message).toContain('could not be read (Too many requests)');
    expect(busy?.suggestions).toEqual([expect.stringMatching(/^Look again: lambda-release doctor /)]);
  });

  it('has a deployment after it for a REST API, whose stages go on with what was deployed', () => {
    const [, integration, deployment] = findings(REST)[0]?.suggestions ?? [];
    expect(integration).toContain(`/functions/${FUNCTION_ARN}:${REF.alias}/invocations`);
    expect(deployment).toMatch(/aws apigateway create-deployment --rest-api-id a1b2c3 --stage-name prod$/);
  });
});
