import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {GetAliasCommand, type LambdaClient} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import Publish from '../../../src/commands/publish.js';
import RolloutAbort from '../../../src/commands/rollout/abort.js';
import RolloutStart from '../../../src/commands/rollout/start.js';
import Shift from '../../../src/commands/shift.js';
import {sandboxEnvironment} from '../../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../../src/lib/package-root.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {runCommand} from '../../cli/run-command.js';
import {tempFolder} from '../../package/temp-folder.js';
import {clientOf, codeOf} from '../../sandbox/lambda/lab.js';
import {blockOf} from './block-of.js';
import {AROUND, available, PROVIDER, plugins, terraformIn} from './terraform-in.js';

const told = await blockOf('coming-from/terraform.md', 'hcl');

async function servedBy(client: LambdaClient) {
  const {FunctionVersion, RoutingConfig} = await client.send(
    new GetAliasCommand({FunctionName: 'checkout', Name: 'live'}),
  );
  return {version: FunctionVersion, weights: RoutingConfig?.AdditionalVersionWeights ?? {}};
}

test.skipIf(!available)(
  'what the page tells Terraform to leave alone is what a release changes, at every moment of it',
  {timeout: 600_000},
  async () => {
    await using sandbox = await startSandbox({speed: 60, requestsPerSecond: 0});
    const client = clientOf(sandbox);
    const folder = tempFolder();
    const terraform = await terraformIn(folder, sandbox.endpoint);
    const first = `${AROUND}${told.replace('provider "aws" {\n', PROVIDER)}`;
    await terraform.write(first);
    await writeFile(path.join(folder, 'first.zip'), await codeOf('first'));
    await terraform.run('init', '-input=false', `-plugin-dir=${plugins}`);
    // The alias of the page points at version 1, which somebody publishes: Terraform or, as here, lambda-release.
    await terraform.run('apply', '-auto-approve', '-input=false', '-target=aws_lambda_function.checkout');
    stubEnvironment(sandboxEnvironment(sandbox));
    const publish = (name: string) =>
      runCommand(Publish, ['checkout', '--source', path.join(packageRoot, 'templates', name)]);
    expect(await publish('function')).toMatchObject({exitCode: 0});
    await terraform.run('apply', '-auto-approve', '-input=false');
    expect(await servedBy(client)).toEqual({version: '1', weights: {}});
    expect(await terraform.planOf(first)).toMatchObject({exitCode: 0});

    expect(await publish('function-failing')).toMatchObject({exitCode: 0});
    const start = ['checkout:live', '2', '--steps', '5%:5m', '--detach', '--yes'];
    expect(await runCommand(RolloutStart, start)).toMatchObject({exitCode: 0});
    expect(await servedBy(client)).toEqual({version: '1', weights: {2: 0.05}});
    expect(await terraform.planOf(first)).toMatchObject({exitCode: 0});
    const tagged = await terraform.planOf(first.replace(/ignore_tags .*/, ''));
    expect(tagged).toMatchObject({exitCode: 2, stdout: expect.stringContaining('lambda-release:policy')});
    // An apply in the middle of it leaves the rollout alone, even one that changes the function.
    const changed = first.replace('publish       = false', 'publish       = false\n  timeout = 9');
    await terraform.write(changed);
    await terraform.run('apply', '-auto-approve', '-input=false');
    expect(await servedBy(client)).toEqual({version: '1', weights: {2: 0.05}});

    expect(await runCommand(RolloutAbort, ['checkout:live'])).toMatchObject({exitCode: 0});
    expect(await terraform.planOf(changed)).toMatchObject({exitCode: 0});
    expect(await runCommand(Shift, ['checkout:live', '2', '--yes'])).toMatchObject({exitCode: 0});
    expect(await terraform.planOf(changed)).toMatchObject({exitCode: 0});

    // Without what the page says, Terraform would take the release back: the proof is not that it looks away.
    const strict = await terraform.planOf(changed.replace(/lifecycle \{[^}]*\[function_version[^}]*\}/, ''));
    expect(strict).toMatchObject({exitCode: 2, stdout: expect.stringContaining('function_version')});
  },
);
