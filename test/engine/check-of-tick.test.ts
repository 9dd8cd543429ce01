import {
  CreateAliasCommand,
  CreateFunctionCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {expect, onTestFinished, test} from 'vitest';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {handler} from '../../src/lib/engine/handler.js';
import {TICK_ALIAS, TICK_FUNCTION} from '../../src/lib/engine/names.js';
import {startSandbox} from '../../src/lib/sandbox/start.js';
import {NOWHERE} from '../../src/lib/service/engine/tick-function.js';
import {stubEnvironment} from '../aws/stub-aws.js';
import {zipOf} from '../sandbox/zip-of.js';

const FunctionName = TICK_FUNCTION;
const Role = 'arn:aws:iam::000000000000:role/tick';

/** A tick function with two versions, and no alias yet. */
async function published() {
  const sandbox = await startSandbox({updateDelayMs: 0, requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  stubEnvironment(sandboxEnvironment(sandbox));
  const lambda = new LambdaClient({});
  const Code = {ZipFile: await zipOf({'index.mjs': 'export const handler = () => 1;'})};
  await lambda.send(
    new CreateFunctionCommand({FunctionName, Role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code}),
  );
  sandbox.settle();
  await lambda.send(new PublishVersionCommand({FunctionName}));
  await lambda.send(new UpdateFunctionConfigurationCommand({FunctionName, Description: 'next'}));
  sandbox.settle();
  await lambda.send(new PublishVersionCommand({FunctionName}));
  return {sandbox, lambda};
}

// In one test: the handler keeps its connection, as it does in Lambda.
test('the check of a tick function finds nothing to do and writes nothing, whatever its alias is', async () => {
  const {sandbox, lambda} = await published();
  const checked = async () => {
    const before = sandbox.calls().length;
    const {next} = await handler(
      {...NOWHERE},
      {
        invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${TICK_FUNCTION}:live`,
        getRemainingTimeInMillis: () => 60_000,
      },
    );
    return [
      next,
      ...new Set(
        sandbox
          .calls()
          .slice(before)
          .map(({operation}) => operation),
      ),
    ];
  };
  const seen = {neverReleased: await checked()};
  const alias = {FunctionName, Name: TICK_ALIAS, FunctionVersion: '1'};
  await lambda.send(new CreateAliasCommand(alias));
  const atRest = await checked();
  await lambda.send(new UpdateAliasCommand({...alias, RoutingConfig: {AdditionalVersionWeights: {2: 0.1}}}));
  const weighedBySomebody = await checked();
  const over = ['over', 'GetAlias'];
  expect({...seen, atRest, weighedBySomebody}).toEqual({neverReleased: over, atRest: over, weighedBySomebody: over});
});
