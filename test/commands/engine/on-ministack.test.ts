import {expect, onTestFinished, test} from 'vitest';
import EngineInstall from '../../../src/commands/engine/install.js';
import EngineStatus from '../../../src/commands/engine/status.js';
import EngineUninstall from '../../../src/commands/engine/uninstall.js';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {CloudFormationStacks} from '../../../src/lib/aws/cloudformation/stacks.js';
import {LambdaFunctions} from '../../../src/lib/aws/lambda/functions.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {type CommandClass, runCommand} from '../../cli/run-command.js';
import {MINISTACK_PYTHON, startWholeMinistack} from '../../engine/ministack.js';
import {tempFolder} from '../../package/temp-folder.js';

const STACK = 'lambda-release-engine';

/** Commands against an AWS that nobody here wrote, and the ports to look at it by. */
async function onMinistack(python: string) {
  const ministack = await startWholeMinistack(python, tempFolder());
  onTestFinished(() => ministack.close());
  stubEnvironment({AWS_ENDPOINT_URL: ministack.endpoint, AWS_REGION: 'us-east-1'});
  const clients = new AwsClients();
  const run = async (command: CommandClass, ...argv: readonly string[]) => {
    const {stdout, stderr, exitCode} = await runCommand(command, [...argv, '--json']);
    const {result, error} = JSON.parse(stdout || '{}');
    return {exitCode, result, error, stderr};
  };
  return {run, stacks: new CloudFormationStacks(clients), functions: new LambdaFunctions(clients, clients)};
}

test.skipIf(MINISTACK_PYTHON === undefined)(
  'the engine is installed, changed, left as it is, and taken away on ministack, and its function answers there',
  {timeout: 120_000},
  async () => {
    const {run, stacks, functions} = await onMinistack(MINISTACK_PYTHON ?? '');
    expect(await run(EngineStatus)).toMatchObject({exitCode: 3, error: {code: 'ENGINE_NOT_INSTALLED'}});

    const dry = await run(EngineInstall, '--dry-run');
    const added = dry.result.stack.changes.map(
      ({action, logicalId}: Record<string, string>) => `${action} ${logicalId}`,
    );
    expect(added.sort()).toEqual(
      ['StateMachine', 'StateMachineRole', 'TickFunction', 'TickLogs', 'TickRole'].map((id) => `Add ${id}`),
    );
    expect(await stacks.find(STACK)).toBeUndefined();

    const first = await run(EngineInstall, '--yes');
    expect(first).toMatchObject({
      exitCode: 0,
      result: {changed: true, stack: {action: 'create'}, tick: {version: '1'}},
    });
    expect(await run(EngineStatus)).toMatchObject({
      result: {
        ...{status: 'CREATE_COMPLETE', standing: 'current', executions: []},
        stateMachine: 'arn:aws:states:us-east-1:000000000000:stateMachine:lambda-release',
        tick: {version: '1', code: 'same'},
      },
    });

    expect(await run(EngineInstall)).toMatchObject({exitCode: 0, result: {changed: false, stack: {action: 'nothing'}}});

    const second = await run(EngineInstall, '--yes', '--parameter', 'LogRetentionDays=7');
    expect(second).toMatchObject({
      result: {changed: true, stack: {action: 'update'}, tick: {version: '1', changed: false}},
    });
    expect(await run(EngineStatus)).toMatchObject({
      result: {status: 'UPDATE_COMPLETE', parameters: {LogRetentionDays: '7', Functions: '*'}, tick: {code: 'same'}},
    });

    expect(await run(EngineInstall, '--yes', '--parameter', 'LogRetentionDays=8')).toMatchObject({exitCode: 4});
    expect(await run(EngineUninstall)).toMatchObject({exitCode: 2, error: {code: 'ANSWER_MISSING'}});
    expect(await run(EngineUninstall, '--yes')).toMatchObject({exitCode: 0, result: {changed: true}});
    expect(await stacks.find(STACK)).toBeUndefined();
    expect(await functions.getFunction('lambda-release-tick')).toBeUndefined();
    expect(await run(EngineUninstall, '--yes')).toMatchObject({exitCode: 0, result: {changed: false}});
  },
);
