import {expect, test} from 'vitest';
import {ApiGatewayApis} from '../../../src/lib/aws/triggers/apis.js';
import {lambdaError, type StubRequest, stubAws} from '../stub-aws.js';

const ALIAS_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live';
const URI = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${ALIAS_ARN}/invocations`;
const NOT_THERE = lambdaError(404, 'NotFoundException', 'Invalid API identifier specified');

/** As API Gateway exports a stage: every integration as it was deployed, and an authorizer. */
const EXPORT = {
  openapi: '3.0.1',
  paths: {
    '/orders/{id}': {
      get: {'x-amazon-apigateway-integration': {type: 'aws_proxy', uri: URI}},
      'x-amazon-apigateway-any-method': {'x-amazon-apigateway-integration': {type: 'aws_proxy', uri: URI}},
    },
    '/mock': {
      post: {
        'x-amazon-apigateway-integration': {
          ...{type: 'aws', uri: ALIAS_ARN, credentials: 'arn:aws:iam::123456789012:role/api'},
          requestTemplates: {'application/json': '{"to": "$stageVariables[\'template\']"}'},
        },
      },
      options: {'x-amazon-apigateway-integration': {type: 'mock'}},
    },
  },
};

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
    '/restapis/rest1/stages/prod/exports/oas30': EXPORT,
    '/restapis/rest1/stages/test/exports/oas30': {openapi: '3.0.1'},
    '/v2/apis/http1/routes': {
      items: [
        {routeKey: 'GET /carts/{id}', target: 'integrations/i1'},
        {routeKey: '$default', target: 'integrations/i2'},
      ],
    },
    '/v2/apis/http1/authorizers': {items: [{name: 'who', authorizerUri: `arn:\${stageVariables.who}`}]},
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

test('a stage of a REST API serves what it exports', async () => {
  const {clients, requests} = await stubAws(answer);

  const served = await new ApiGatewayApis(clients).readServedApi('rest1');
  expect(served?.stages.map(({name, served}) => [name, served])).toEqual([
    [
      'prod',
      {
        calls: [
          {uri: URI, routes: ['GET/orders/*', '*/orders/*']},
          {uri: ALIAS_ARN, routes: ['POST/mock'], byRole: true},
        ],
        otherVariables: ['template'],
      },
    ],
    ['test', {calls: [], otherVariables: []}],
  ]);
  const [first] = requests.filter(({path}) => path.endsWith('/oas30'));
  expect(first?.query.get('extensions')).toBe('apigateway');
});

test('a stage of an HTTP API that deploys by itself serves the API as it stands', async () => {
  const {clients} = await stubAws(answer);

  const served = await new ApiGatewayApis(clients).readServedApi('http1');
  expect(served?.stages).toEqual([
    {
      ...{name: '$default', variables: {}, deploysItself: true},
      served: {
        calls: [
          {uri: ALIAS_ARN, integrationId: 'i1', routes: ['GET/carts/*']},
          {uri: 'https://example.com', integrationId: 'i2', routes: ['$default']},
        ],
        otherVariables: ['who'],
      },
    },
  ]);
});

test('what is written is one variable or one URI, and nothing else of the API', async () => {
  const {clients, requests} = await stubAws(() => ({status: 200, body: {}}));
  const apis = new ApiGatewayApis(clients);
  const place = {stage: 'prod', variables: {other: 'kept'}};

  await apis.setStageVariable({apiId: 'rest1', kind: 'REST', ...place}, 'function', 'checkout:live');
  await apis.setStageVariable({apiId: 'http1', kind: 'HTTP', ...place}, 'function', 'checkout:live');
  await apis.setIntegrationUri({apiId: 'http1', integrationId: 'i1'}, ALIAS_ARN);
  expect(requests.map(({method, path, body}) => [method, path, JSON.parse(String(body))])).toEqual([
    [
      'PATCH',
      '/restapis/rest1/stages/prod',
      {patchOperations: [{op: 'replace', path: '/variables/function', value: 'checkout:live'}]},
    ],
    ['PATCH', '/v2/apis/http1/stages/prod', {stageVariables: {other: 'kept', function: 'checkout:live'}}],
    ['PATCH', '/v2/apis/http1/integrations/i1', {integrationUri: ALIAS_ARN}],
  ]);
});

test('an answer to a read that is none leaves nothing in doubt', async () => {
  const {clients} = await stubAws(() => undefined);
  await expect(new ApiGatewayApis(clients).readApi('rest1')).rejects.toMatchObject({uncertain: false});
});
