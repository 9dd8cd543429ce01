import {expect, onTestFinished, test} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {CloudFormationStacks} from '../../../src/lib/aws/cloudformation/stacks.js';
import {IamRoles} from '../../../src/lib/aws/iam/roles.js';
import {StepFunctionsExecutions} from '../../../src/lib/aws/stepfunctions/executions.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../../aws/stub-aws.js';

test.each([
  ['cloudformation', (clients: AwsClients) => new CloudFormationStacks(clients).find('engine')],
  ['iam', (clients: AwsClients) => new IamRoles(clients).trustOf('arn:aws:iam::000000000000:role/lease')],
  ['states', (clients: AwsClients) => new StepFunctionsExecutions(clients).running('arn:aws:states:::stateMachine:x')],
])(
  '%s, which the sandbox does not emulate, says so by name in its own protocol, and is not tried again',
  async (service, call) => {
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    stubEnvironment({AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region});
    await expect(call(new AwsClients())).rejects.toMatchObject({
      message: expect.stringContaining(`and its Scheduler, not ${service}.`),
      details: {attempts: 1},
    });
  },
);
