import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {describe, test} from 'vitest';
import {codeOf, openLab} from './lab.js';
import {Recording} from './recording.js';

const handler = {Handler: 'handler.handler', Environment: {Variables: {}}};

describe('updates, as recorded from AWS', () => {
  test('a function from creation to deletion', async () => {
    await using lab = await openLab();
    const {client, sandbox} = lab;
    const recording = new Recording('updates', 'test_function_lifecycle');
    const input = await lab.aFunction({...handler, MemorySize: 256, Timeout: 5});
    const {FunctionName} = input;
    const get = (step: string) => recording.check(step, () => client.send(new GetFunctionCommand({FunctionName})));
    await recording.check('create_response', () => client.send(new CreateFunctionCommand(input)));
    sandbox.settle();
    await get('get_function_response');
    await recording.check('update_func_conf_response', () =>
      client.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName,
          Runtime: 'python3.11',
          Description: 'Changed-Description',
          MemorySize: 512,
          Timeout: 10,
          Environment: {Variables: {ENV_A: 'a'}},
        }),
      ),
    );
    sandbox.settle();
    await get('get_function_response_postupdate');
    const ZipFile = await codeOf('changed');
    await recording.check('update_code_response', () =>
      client.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile})),
    );
    sandbox.settle();
    await get('get_function_response_postcodeupdate');
    const remove = (step: string) =>
      recording.check(step, () => client.send(new DeleteFunctionCommand({FunctionName})));
    await remove('delete_response');
    await remove('delete_postdelete');
    recording.expectComplete();
  });

  test('an update that changes nothing goes InProgress and moves the RevisionId', async () => {
    await using lab = await openLab();
    const {client, sandbox} = lab;
    const recording = new Recording('updates', 'test_redundant_updates');
    const input = await lab.aFunction({...handler, Timeout: 30, Description: 'Initial description'});
    const {FunctionName} = input;
    const get = (step: string) => recording.check(step, () => client.send(new GetFunctionCommand({FunctionName})));
    const update = (step: string) =>
      recording.check(step, () =>
        client.send(new UpdateFunctionConfigurationCommand({FunctionName, Description: '1st update description'})),
      );
    await recording.check('create_response', () => client.send(new CreateFunctionCommand(input)));
    sandbox.settle();
    await update('first_update_result');
    sandbox.settle();
    await recording.check('get_fn_config_result', () =>
      client.send(new GetFunctionConfigurationCommand({FunctionName})),
    );
    await get('get_fn_result');
    await update('redundant_update_result');
    sandbox.settle();
    await get('get_fn_result_after_redundant_update');
    recording.expectComplete();
  });

  test('a second update meanwhile is a conflict', async () => {
    await using lab = await openLab();
    const {client, sandbox} = lab;
    const code = new Recording('updates', 'test_lambda_concurrent_code_updates');
    const input = await lab.aFunction({Handler: 'handler.handler'});
    const {FunctionName} = input;
    await code.check('create-function-response', () => client.send(new CreateFunctionCommand(input)));
    sandbox.settle();
    const ZipFile = await codeOf('changed');
    await client.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile}));
    const meanwhile = 'update-during-in-progress-update-exc';
    await code.check(meanwhile, () => client.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile})));
    code.expectComplete();
    await new Recording('updates', 'test_lambda_concurrent_config_updates').check(meanwhile, () =>
      client.send(new UpdateFunctionConfigurationCommand({FunctionName, Description: 'other'})),
    );
  });

  test('what is not there is not found, in the words of each call', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const FunctionName = await lab.create();
    const unknown = {FunctionName, Qualifier: '1221'};
    const step = 'version_not_found_exception';
    await new Recording('updates', 'test_ops_on_nonexisting_version[get_function]').check(step, () =>
      client.send(new GetFunctionCommand(unknown)),
    );
    await new Recording('updates', 'test_ops_on_nonexisting_version[get_function_configuration]').check(step, () =>
      client.send(new GetFunctionConfigurationCommand(unknown)),
    );
    await new Recording('updates', 'test_ops_on_nonexisting_version[get_function_event_invoke_config]').check(
      step,
      () => client.send(new GetFunctionEventInvokeConfigCommand(unknown)),
    );
    const deletion = new Recording('updates', 'test_delete_on_nonexisting_version');
    await deletion.check('delete_function_response_non_existent', () =>
      client.send(new DeleteFunctionCommand({FunctionName: 'nothing'})),
    );
    await deletion.check('delete_function_response_non_existent_with_qualifier', () =>
      client.send(new DeleteFunctionCommand({FunctionName: 'nothing', Qualifier: '2'})),
    );
    deletion.expectComplete();
  });
});
