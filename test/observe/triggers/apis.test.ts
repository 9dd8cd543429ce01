import {describe, expect, it} from 'vitest';
import {AwsError} from '../../../src/lib/errors.js';
import type {Api} from '../../../src/lib/model/trigger/api.js';
import {withApis} from '../../../src/lib/observe/rollout/apis.js';
import {observeApis} from '../../../src/lib/observe/triggers/apis.js';
import type {ApisPort} from '../../../src/lib/ports/triggers/apis.js';
import {aWorld, observed, REF as ROLLOUT_REF} from '../../execute/rollout/rollout-world.js';
import {noCallers} from '../../fakes/no-callers.js';

const REF = {functionName: 'checkout', alias: 'live'};
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live';

function statementOf(apiId: string, principal = 'apigateway.amazonaws.com') {
  const sourceArn = `arn:aws:execute-api:eu-west-1:123456789012:${apiId}/*/*/*`;
  return {statementId: apiId, action: 'lambda:InvokeFunction', principal, sourceArn};
}

function anApi(apiId: string): Api {
  const integrations = [{uri: ARN, place: {integrationId: 'i1'}}];
  return {apiId, name: 'orders', kind: 'HTTP', integrations, stages: [{name: 'prod', variables: {}}]};
}

function world(ids: readonly string[], readApi: ApisPort['readApi']) {
  const asked: string[] = [];
  const apis: ApisPort = {
    ...noCallers.apis,
    readApi: (id) => {
      asked.push(id);
      return readApi(id);
    },
  };
  const statements = [...ids.map((id) => statementOf(id)), statementOf('other', 'events.amazonaws.com')];
  const policies = {...noCallers.policies, readPolicy: async () => ({statements})};
  return {asked, deps: {callers: {apis, policies}}};
}

const bothOwners = {functionArn: ARN.replace(/:live$/, ''), owners: [{functionName: 'checkout'}, REF]};

describe('the APIs of a function', () => {
  it('are those that its policies let in, each read once', async () => {
    const {asked, deps} = world(['one', 'two', 'one'], async (id) => anApi(id));
    const {routes, unread} = await observeApis(deps, bothOwners);

    expect(asked).toEqual(['one', 'two']);
    expect(routes.map(({api, qualifier}) => [api.apiId, qualifier])).toEqual([
      ['one', 'live'],
      ['two', 'live'],
    ]);
    expect(unread).toEqual([]);
  });

  it('are none where the API is gone', async () => {
    const {deps} = world(['gone'], async () => undefined);
    expect(await observeApis(deps, bothOwners)).toEqual({routes: [], unread: []});
  });

  it('are named where one cannot be read, and the others are read all the same', async () => {
    const {deps} = world(['denied', 'slowed', 'two'], async (id) => {
      if (id === 'slowed') throw new AwsError('Too many.', {code: 'THROTTLED', suggestions: []});
      if (id === 'denied') throw new AwsError('Denied.', {code: 'ACCESS_DENIED', suggestions: []});
      return anApi(id);
    });
    const {routes, unread} = await observeApis(deps, bothOwners);

    expect(routes.map(({api}) => api.apiId)).toEqual(['two']);
    expect(unread).toEqual([
      {apiId: 'denied', isDenied: true, why: 'Denied.'},
      {apiId: 'slowed', isDenied: false, why: 'Too many.'},
    ]);
  });

  it('are not asked for where the policy of the alias lets no API in', async () => {
    const {asked, deps} = world(['one'], async (id) => anApi(id));
    const atRest = observed(aWorld().newest(ROLLOUT_REF));

    expect(await withApis(deps, {...atRest, httpCallers: [{kind: 'functionUrl'}]})).not.toHaveProperty('apis');
    expect(await withApis(deps, atRest)).not.toHaveProperty('apis');
    expect(asked).toEqual([]);
    expect(await withApis(deps, {...atRest, httpCallers: [{kind: 'apiGateway'}]})).toHaveProperty('apis');
  });
});
