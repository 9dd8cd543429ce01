import {expect, test} from 'vitest';
import {ApiGatewayApis} from '../../../src/lib/aws/triggers/apis.js';
import {lambdaError, type StubRequest, stubAws} from '../stub-aws.js';

const ALIAS_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live';
const URI = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${ALIAS_ARN}/invocations`;
const NOT_THERE = lambdaError(404, 'NotFoundException', 'Invalid API identifier specified');

/** Answers in the shapes of the API references; two pages of resources, and of integrations. */
function answer({path, query}: StubRequest) {
  const bodies: Readonly<Record<string, unknown>> = {
    '/restapis/rest1': {id: 'rest1', name: 'orders'},
    '/restapis/rest1/stages': {
      item: [
        {
          ...{stageName: 'prod', variables: {alias: 'live'}},
          canarySettings: {percentTraffic: 12.5, stageVariableOverrides: {alias: 'beta'}},
        },
        {stageName: 'test'},
      ],
    },
    '/restapis/rest1/resources': query.has('position')
      ? {item: [{id: 'r2', path: '/b', resourceMethods: {POST: {methodIntegration: {type: 'AWS_PROXY', uri: URI}}}}]}
      : {
          item: [
            {id: 'r0', path: '/'},
            {id: 'r1', path: '/a', resourceMethods: {OPTIONS: {methodIntegration: {type: 'MOCK'}}}},
          ],
          position: 'more',
        },
    '/v2/apis/http1': {apiId: 'http1', name: 'carts', protocolType: 'HTTP'},
    '/v2/apis/http1/stages': {items: [{stageName: '$default', autoDeploy: true}]},
    '/v2/apis/http1/integrations': query.has('nextToken')
      ? {items: [{integrationId: 'i2', integrationUri: 'https://example.com'}]}
      : {items: [{integrationId: 'i1', integrationUri: ALIAS_ARN}], nextToken: 'more'},
  };
  const body = bodies[path];
  return body === undefined ? NOT_THERE : {status: 200, body};
}

test('a REST API has the integrations of every page of resources, and the canaries of its stages', async () => {
  const {clients, requests} = await stubAws(answer);

  expect(await new ApiGatewayApis(clients).readApi('rest1')).toEqual({
    ...{apiId: 'rest1', name: 'orders', kind: 'REST'},
    integrations: [{uri: URI, place: {resourceId: 'r2', httpMethod: 'POST', path: '/b'}}],
    stages: [
      {name: 'prod', variables: {alias: 'live'}, canary: {percent: 12.5, overrides: {alias: 'beta'}}},
      {name: 'test', variables: {}},
    ],
  });
  const pages = requests.filter(({path}) => path.endsWith('/resources'));
  expect(pages.map(({query}) => [query.get('embed'), query.get('position')])).toEqual([
    ['methods', null],
    ['methods', 'more'],
  ]);
});

test('what is no REST API is read as one of version 2, on every page', async () => {
  const {clients} = await stubAws(answer);

  expect(await new ApiGatewayApis(clients).readApi('http1')).toEqual({
    ...{apiId: 'http1', name: 'carts', kind: 'HTTP'},
    integrations: [
      {uri: ALIAS_ARN, place: {integrationId: 'i1'}},
      {uri: 'https://example.com', place: {integrationId: 'i2'}},
    ],
    stages: [{name: '$default', variables: {}, deploysItself: true}],
  });
});

test('an API that is gone is absent, and one that may not be read is an error', async () => {
  const gone = await stubAws(answer);
  expect(await new ApiGatewayApis(gone.clients).readApi('gone')).toBeUndefined();

  const denied = await stubAws(() => lambdaError(403, 'AccessDeniedException', 'User is not authorized'));
  await expect(new ApiGatewayApis(denied.clients).readApi('rest1')).rejects.toMatchObject({
    code: 'ACCESS_DENIED',
    message: expect.stringContaining('apigateway:GET'),
  });
});
