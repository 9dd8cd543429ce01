import {request as httpRequest} from 'node:http';
import {text} from 'node:stream/consumers';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionUrlConfigsCommand,
  PublishVersionCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import {zipOf} from '../../zip-of.js';
import {type Lab, openLab} from '../lab.js';

/** Through 127.0.0.1 with the URL's host: whether *.localhost resolves is the machine's affair. */
async function call(lab: Lab, url: string | undefined, path = '', options: object = {}, body = '') {
  const {host} = new URL(url ?? '');
  const headers = {host, ...('headers' in options ? (options.headers as object) : {})};
  const request = httpRequest(`${lab.sandbox.endpoint}/${path}`, {...options, headers});
  request.end(body);
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) =>
    request.once('response', resolve).once('error', reject),
  );
  return {status: response.statusCode, headers: response.headers, body: await text(response)};
}

async function aFunction(lab: Lab, source: string) {
  const ZipFile = await zipOf({'index.mjs': source});
  return lab.create({Runtime: 'nodejs22.x', Code: {ZipFile}});
}

/** The two statements without which AWS lets nobody in by a URL of everybody. */
const EVERYBODY = [
  {StatementId: 'url', Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'NONE'},
  {StatementId: 'function', Action: 'lambda:InvokeFunction', Principal: '*', InvokedViaFunctionUrl: true},
] as const;

/** A URL that everybody may call. */
async function openUrl({client}: Lab, FunctionName: string, InvokeMode?: 'RESPONSE_STREAM') {
  for (const statement of EVERYBODY) await client.send(new AddPermissionCommand({FunctionName, ...statement}));
  const input = {FunctionName, AuthType: 'NONE', InvokeMode} as const;
  return (await client.send(new CreateFunctionUrlConfigCommand(input))).FunctionUrl;
}

test('a URL is kept as AWS keeps it, on the function and on aliases', async () => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  await lab.client.send(new PublishVersionCommand({FunctionName}));
  await lab.client.send(new CreateAliasCommand({FunctionName, Name: 'live', FunctionVersion: '1'}));
  const created = await lab.client.send(
    new CreateFunctionUrlConfigCommand({
      FunctionName,
      Qualifier: 'live',
      AuthType: 'NONE',
      Cors: {AllowOrigins: ['*']},
    }),
  );
  expect(created.FunctionUrl).toMatch(/^http:\/\/[0-9a-f]{32}\.lambda-url\.us-east-1\.localhost:\d+\/$/);
  expect(created).toMatchObject({
    FunctionArn: `arn:aws:lambda:us-east-1:111111111111:function:${FunctionName}:live`,
    AuthType: 'NONE',
    Cors: {AllowOrigins: ['*']},
  });
  // Reads always tell the mode, writes the one they were given.
  expect(created.InvokeMode).toBeUndefined();
  const before = await lab.client.send(new GetFunctionUrlConfigCommand({FunctionName, Qualifier: 'live'}));
  expect(before.InvokeMode).toBe('BUFFERED');
  const again = new CreateFunctionUrlConfigCommand({FunctionName, Qualifier: 'live', AuthType: 'NONE'});
  await expect(lab.client.send(again)).rejects.toMatchObject({name: 'ResourceConflictException'});
  const change = {FunctionName, Qualifier: 'live', InvokeMode: 'RESPONSE_STREAM'} as const;
  await lab.client.send(new UpdateFunctionUrlConfigCommand(change));
  const read = await lab.client.send(new GetFunctionUrlConfigCommand({FunctionName, Qualifier: 'live'}));
  expect(read).toMatchObject({FunctionUrl: created.FunctionUrl, AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM'});
  const {FunctionUrlConfigs} = await lab.client.send(new ListFunctionUrlConfigsCommand({FunctionName}));
  expect(FunctionUrlConfigs).toHaveLength(1);
  await lab.client.send(new DeleteFunctionUrlConfigCommand({FunctionName, Qualifier: 'live'}));
  await expect(
    lab.client.send(new GetFunctionUrlConfigCommand({FunctionName, Qualifier: 'live'})),
  ).rejects.toMatchObject({name: 'ResourceNotFoundException', message: 'The resource you requested does not exist.'});
});

test.each(['1', '$LATEST'])('a URL on %s is refused', async (Qualifier) => {
  await using lab = await openLab();
  const FunctionName = await lab.create();
  await expect(
    lab.client.send(new CreateFunctionUrlConfigCommand({FunctionName, Qualifier, AuthType: 'NONE'})),
  ).rejects.toMatchObject({name: 'ValidationException'});
});

test('a request to a URL is an event of version 2.0, the answer an HTTP answer', async () => {
  await using lab = await openLab();
  const FunctionName = await aFunction(
    lab,
    `export const handler = async (event) => ({
      statusCode: 201, headers: {'X-Kind': 'made'}, cookies: ['a=1', 'b=2'], body: JSON.stringify(event),
    });`,
  );
  const FunctionUrl = await openUrl(lab, FunctionName);
  const options = {method: 'POST', headers: {'content-type': 'application/json', cookie: 'c=3; d=4'}};
  const answer = await call(lab, FunctionUrl, 'orders/7?a=1&a=2', options, '{"n":1}');
  expect(answer).toMatchObject({status: 201, headers: {'x-kind': 'made', 'set-cookie': ['a=1', 'b=2']}});
  expect(JSON.parse(answer.body)).toMatchObject({
    version: '2.0',
    rawPath: '/orders/7',
    rawQueryString: 'a=1&a=2',
    queryStringParameters: {a: '1,2'},
    cookies: ['c=3', 'd=4'],
    requestContext: {accountId: 'anonymous', http: {method: 'POST', path: '/orders/7'}},
    body: '{"n":1}',
    isBase64Encoded: false,
  });
});

test('what is no HTTP answer is the body, a failure is 502, and a stream is a stream', async () => {
  await using lab = await openLab();
  const urlOf = async (source: string, InvokeMode?: 'RESPONSE_STREAM') => {
    const FunctionName = await aFunction(lab, source);
    return openUrl(lab, FunctionName, InvokeMode);
  };
  const plain = await call(lab, await urlOf('export const handler = async () => ({hello: 1});'));
  expect(plain).toMatchObject({status: 200, body: '{"hello":1}', headers: {'content-type': 'application/json'}});
  const failed = await call(lab, await urlOf('export const handler = async () => { throw new Error("x"); };'));
  expect(failed).toMatchObject({status: 502, body: '{"Message":"Internal Server Error"}'});
  const source = `export const handler = awslambda.streamifyResponse(async (event, out) => {
    awslambda.HttpResponseStream.from(out, {statusCode: 418, headers: {'content-type': 'text/plain'}}).end('teapot');
  });`;
  const streamed = await call(lab, await urlOf(source, 'RESPONSE_STREAM'));
  expect(streamed).toMatchObject({status: 418, body: 'teapot', headers: {'content-type': 'text/plain'}});
});

test('AWS_IAM wants a signature, and CORS answers preflights by itself', async () => {
  await using lab = await openLab();
  const FunctionName = await aFunction(lab, 'export const handler = async () => "ok";');
  const Cors = {AllowOrigins: ['https://a.example'], AllowMethods: ['GET']};
  const {FunctionUrl} = await lab.client.send(
    new CreateFunctionUrlConfigCommand({FunctionName, AuthType: 'AWS_IAM', Cors}),
  );
  expect(await call(lab, FunctionUrl)).toMatchObject({status: 403, body: expect.stringContaining('"Forbidden.')});
  const signed = {headers: {authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/lambda/aws4_request, x'}};
  expect(await call(lab, FunctionUrl, '', signed)).toMatchObject({status: 200, body: 'ok'});
  const preflight = {method: 'OPTIONS', headers: {origin: 'https://a.example'}};
  expect(await call(lab, FunctionUrl, '', preflight)).toMatchObject({
    status: 200,
    headers: {'access-control-allow-origin': 'https://a.example', 'access-control-allow-methods': 'GET'},
  });
});

test('without both statements for everybody nobody may call', async () => {
  await using lab = await openLab();
  const FunctionName = await aFunction(lab, 'export const handler = async () => "ok";');
  const {FunctionUrl} = await lab.client.send(new CreateFunctionUrlConfigCommand({FunctionName, AuthType: 'NONE'}));
  for (const statement of EVERYBODY) {
    expect(await call(lab, FunctionUrl)).toMatchObject({
      status: 403,
      body: expect.stringContaining('troubleshooting Function URL authorization issues'),
    });
    await lab.client.send(new AddPermissionCommand({FunctionName, ...statement}));
  }
  expect(await call(lab, FunctionUrl)).toMatchObject({status: 200, body: 'ok'});
});

test('a URL nobody has is 404', async () => {
  await using lab = await openLab();
  expect(await call(lab, 'http://abc.lambda-url.us-east-1.localhost/')).toMatchObject({status: 404});
});
