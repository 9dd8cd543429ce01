import {once} from 'node:events';
import {request} from 'node:http';
import {connect} from 'node:net';
import {networkInterfaces} from 'node:os';
import {gzipSync} from 'node:zlib';
import {ListFunctionsCommand} from '@aws-sdk/client-lambda';
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts';
import {describe, expect, test} from 'vitest';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {clientOf, openLab, role} from '../lambda/lab.js';

const functions = '/2015-03-31/functions';

describe('the endpoint', () => {
  test('undoes a gzip body', async () => {
    await using lab = await openLab();
    const response = await fetch(`${lab.sandbox.endpoint}${functions}`, {
      method: 'POST',
      headers: {'content-encoding': 'gzip'},
      body: gzipSync(JSON.stringify({FunctionName: 'zipped', Role: 'nobody', Code: {}})),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("Value 'nobody' at 'role'");
  });

  test('answers 400 to a body that is not what its header says', async () => {
    await using lab = await openLab();
    const response = await fetch(`${lab.sandbox.endpoint}${functions}`, {
      method: 'POST',
      headers: {'content-encoding': 'gzip'},
      body: 'plain',
    });
    expect(response.status).toBe(400);
  });

  test('lets a client that asks send its body', async () => {
    await using lab = await openLab();
    const body = JSON.stringify({FunctionName: 'asked', Role: role, Code: {}});
    const outgoing = request(`${lab.sandbox.endpoint}${functions}`, {
      method: 'POST',
      headers: {expect: '100-continue', 'content-length': body.length},
    });
    outgoing.flushHeaders();
    await once(outgoing, 'continue');
    outgoing.end(body);
    const [response] = await once(outgoing, 'response');
    response.resume();
    expect(response.statusCode).toBe(400);
  });

  test('gives every answer a request id and errors their class', async () => {
    await using lab = await openLab();
    const response = await fetch(`${lab.sandbox.endpoint}${functions}/nothing`);
    expect(response.status).toBe(404);
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
    expect(await response.json()).toEqual({
      Type: 'User',
      Message: 'Function not found: arn:aws:lambda:us-east-1:111111111111:function:nothing',
    });
  });

  test('refuses requests signed for a Region that is none, and operations it does not know', async () => {
    await using lab = await openLab();
    await expect(clientOf(lab.sandbox, {region: 'mars'}).send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('The request is signed for mars.'),
    });
    const unknown = await fetch(`${lab.sandbox.endpoint}/2025-11-30/capacity-providers`);
    expect(unknown.status).toBe(501);
  });

  test('brings STS its own requests', async () => {
    await using lab = await openLab();
    const sts = new STSClient({
      endpoint: lab.sandbox.endpoint,
      region: 'us-east-1',
      credentials: {accessKeyId: 'test', secretAccessKey: 'test'},
    });
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({Account: '111111111111'});
  });

  test('listens on loopback only', async () => {
    await using lab = await openLab();
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({internal, family}) => !internal && family === 'IPv4');
    for (const {address} of outside) {
      const socket = connect(lab.sandbox.port, address);
      const outcome = await Promise.race([
        once(socket, 'connect').then(
          () => 'connected',
          () => 'refused',
        ),
      ]);
      socket.destroy();
      expect(outcome).toBe('refused');
    }
  });

  test('says when its port is taken', async () => {
    await using lab = await openLab();
    await expect(startSandbox({port: lab.sandbox.port})).rejects.toMatchObject({code: 'PORT_UNUSABLE'});
  });

  test('throttles the control plane as a whole', async () => {
    await using lab = await openLab({requestsPerSecond: 1});
    const calls = Array.from({length: 15}, () =>
      lab.client.send(new ListFunctionsCommand({})).then(
        () => 'answered',
        (error: Error & {Reason?: string}) => `${error.name} ${error.Reason}`,
      ),
    );
    const outcomes = new Set(await Promise.all(calls));
    expect(outcomes).toEqual(new Set(['answered', 'TooManyRequestsException CallerRateLimitExceeded']));
  });
});
