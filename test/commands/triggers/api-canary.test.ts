import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {AddPermissionCommand} from '@aws-sdk/client-lambda';
import {expect, it, onTestFinished, vi} from 'vitest';
import Deploy from '../../../src/commands/deploy.js';
import Plan from '../../../src/commands/plan.js';
import Publish from '../../../src/commands/publish.js';
import Start from '../../../src/commands/rollout/start.js';
import Status from '../../../src/commands/status.js';
import {runCommand} from '../../cli/run-command.js';
import {FAILING, openSandboxWithCheckout} from '../on-sandbox.js';
import {sdkOn} from '../published-function.js';

const NAME = 'checkout:live';
const URI =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:checkout:live/invocations';

/** A REST API that calls the alias, whose stage has a canary of its own; what it is asked for is kept. */
async function openApi(percentTraffic: number) {
  const bodies: Readonly<Record<string, unknown>> = {
    '/restapis/a1b2c3': {id: 'a1b2c3', name: 'orders'},
    '/restapis/a1b2c3/stages': {item: [{stageName: 'prod', canarySettings: {percentTraffic}}]},
    '/restapis/a1b2c3/resources': {
      item: [{id: 'r1', path: '/orders', resourceMethods: {GET: {methodIntegration: {uri: URI}}}}],
    },
  };
  const asked: string[] = [];
  const server = createServer(({method = '', url = '/'}, response) => {
    const {pathname} = new URL(url, 'http://api');
    asked.push(`${method} ${pathname}`);
    response.writeHead(bodies[pathname] === undefined ? 404 : 200, {'content-type': 'application/json'});
    response.end(JSON.stringify(bodies[pathname] ?? {}));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  vi.stubEnv('AWS_ENDPOINT_URL_API_GATEWAY', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return asked;
}

/** Version 2 is published, and API Gateway may call the alias. */
async function openCheckout() {
  const sandbox = await openSandboxWithCheckout();
  expect(await runCommand(Publish, ['checkout', '--source', FAILING])).toMatchObject({exitCode: 0});
  await sdkOn(sandbox).send(
    new AddPermissionCommand({
      ...{FunctionName: 'checkout', Qualifier: 'live', StatementId: 'api', Action: 'lambda:InvokeFunction'},
      Principal: 'apigateway.amazonaws.com',
      SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:a1b2c3/*/GET/orders',
    }),
  );
}

it('no command begins a rollout while the canary of a stage is on, and the API is only read', async () => {
  await openCheckout();
  const asked = await openApi(10);
  for (const [command, argv] of [
    [Start, [NAME, '2', '--detach', '--yes']],
    [Deploy, [NAME, '--source', FAILING, '--detach', '--yes']],
    [Plan, [NAME, '--candidate', '2']],
  ] as const) {
    const {exitCode, stdout} = await runCommand(command, [...argv, '--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'API_CANARY_ON',
      message: expect.stringContaining('Stage prod of the REST API orders (a1b2c3)'),
    });
  }
  expect(asked.filter((request) => !request.startsWith('GET '))).toEqual([]);
});

it('a canary that takes nothing is in nobody’s way', async () => {
  await openCheckout();
  const asked = await openApi(0);
  expect(await runCommand(Start, [NAME, '2', '--dry-run', '--json'])).toMatchObject({exitCode: 0});
  expect(asked).toContain('GET /restapis/a1b2c3/stages');
});

it('a status says what calls the alias and that a canary is on, and goes without what it cannot read', async () => {
  await openCheckout();
  await openApi(10);
  const there = await runCommand(Status, ['checkout']);
  expect(there.exitCode, there.stderr).toBe(0);
  expect(there.stdout).toMatch(/APIs +orders\/prod \(a1b2c3\) calls live, its own canary at 10%/);
  expect(there.stdout).toContain(
    '! Stage prod of the REST API orders (a1b2c3) calls checkout:live, and its own canary',
  );

  vi.stubEnv('AWS_ENDPOINT_URL_API_GATEWAY', '');
  const unread = await runCommand(Status, ['checkout']);
  expect(unread.exitCode, unread.stderr).toBe(0);
  expect(unread.stderr).toContain('Not every API of API Gateway could be looked at');
});
