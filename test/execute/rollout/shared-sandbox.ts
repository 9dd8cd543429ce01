import {AwsClients} from '../../../src/lib/aws/clients.js';
import {createWiring} from '../../../src/lib/cli/wiring.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import type {Ports} from '../../../src/lib/service/ports.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {REF, START_MS} from './rollout-world.js';
import {SharedClock} from './shared-clock.js';

interface SharedSandboxOptions {
  /** Puts where the sandbox is into this process's environment. */
  readonly setEnvironment: (environment: Readonly<Record<string, string>>) => void;
  /** Seconds that version 2 may take; as many as version 1 when absent. */
  readonly timeout?: number;
  /** Hears of every call of a port. */
  readonly onCall?: () => void;
}

/** A sandbox with two versions of `checkout`, and the real ports to it, on one clock that stands still for their answers. */
export async function openSharedSandbox({setEnvironment, timeout, onCall}: SharedSandboxOptions) {
  const clock = new SharedClock(START_MS);
  const sandbox = await startSandbox({
    clock: clock.ofSandbox,
    updateDelayMs: 0,
    metricsDelayMs: 1000,
    requestsPerSecond: 0,
  });
  setEnvironment({AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region});
  const {client, sdk} = await new AwsClients().lambda();
  const FunctionName = REF.functionName;
  const publish = async () => {
    sandbox.settle();
    await client.send(new sdk.PublishVersionCommand({FunctionName}));
  };
  const Code = {ZipFile: await zipOf({'index.mjs': 'export const handler = () => 1;'})};
  const Role = 'arn:aws:iam::000000000000:role/checkout';
  await client.send(
    new sdk.CreateFunctionCommand({FunctionName, Role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code}),
  );
  await publish();
  const change = {FunctionName, Description: 'The next one.', ...(timeout !== undefined && {Timeout: timeout})};
  await client.send(new sdk.UpdateFunctionConfigurationCommand(change));
  await publish();
  const wiring = Object.entries(createWiring({}, {})).map(([name, port]) => [name, clock.stoppedBy(port, onCall)]);
  const ports: Ports = {...Object.fromEntries(wiring), clock};
  return {clock, sandbox, client, sdk, ports};
}
