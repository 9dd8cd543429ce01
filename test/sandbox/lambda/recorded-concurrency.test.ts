import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
} from '@aws-sdk/client-lambda';
import {describe, expect, test} from 'vitest';
import {type Lab, openLab} from './lab.js';
import {Recording} from './recording.js';

const provisionable = {Handler: 'handler.handler', Timeout: 30, Environment: {Variables: {}}};

/** The calls on provisioned concurrency, each checked against a step of the recording. */
function provisioned({client}: Lab, recording: Recording) {
  return {
    get: (step: string, FunctionName: string, Qualifier: string) =>
      recording.check(step, () => client.send(new GetProvisionedConcurrencyConfigCommand({FunctionName, Qualifier}))),
    put: (step: string, FunctionName: string, Qualifier: string, ProvisionedConcurrentExecutions = 1) =>
      recording.check(step, () =>
        client.send(
          new PutProvisionedConcurrencyConfigCommand({FunctionName, Qualifier, ProvisionedConcurrentExecutions}),
        ),
      ),
    remove: (step: string, FunctionName: string, Qualifier: string) =>
      recording.check(step, () =>
        client.send(new DeleteProvisionedConcurrencyConfigCommand({FunctionName, Qualifier})),
      ),
    list: (step: string, FunctionName: string) =>
      recording.check(step, () => client.send(new ListProvisionedConcurrencyConfigsCommand({FunctionName}))),
  };
}

describe('reserved concurrency, as recorded from AWS', () => {
  test('is of functions only', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const recording = new Recording('concurrency', 'test_function_concurrency_exceptions');
    const FunctionName = await lab.create({Publish: true});
    const put = (step: string, name: string, ReservedConcurrentExecutions: number) =>
      recording.check(step, () =>
        client.send(new PutFunctionConcurrencyCommand({FunctionName: name, ReservedConcurrentExecutions})),
      );
    await put('put_function_concurrency_with_function_name_doesnotexist', 'doesnotexist', 1);
    await put('put_function_concurrency_with_function_name_doesnotexist_and_invalid_concurrency', 'doesnotexist', -1);
    const version = `arn:aws:lambda:us-east-1:111111111111:function:${FunctionName}:1`;
    await put('put_function_concurrency_with_qualified_arn', version, 1);
    recording.expectComplete();
  });

  test('is set, to 0 too, read and deleted; none is not 0', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const recording = new Recording('concurrency', 'test_function_concurrency');
    const FunctionName = await lab.create();
    const put = (step: string, ReservedConcurrentExecutions: number) =>
      recording.check(step, () =>
        client.send(new PutFunctionConcurrencyCommand({FunctionName, ReservedConcurrentExecutions})),
      );
    const get = (step: string) =>
      recording.check(step, () => client.send(new GetFunctionConcurrencyCommand({FunctionName})));
    await put('put_function_concurrency_with_reserved_0', 0);
    await put('put_function_concurrency_with_reserved_1', 1);
    await get('get_function_concurrency');
    await recording.check('delete_response', () => client.send(new DeleteFunctionConcurrencyCommand({FunctionName})));
    await get('get_function_concurrency_after_delete');
    recording.expectComplete();
  });

  test('leaves the account its floor', async () => {
    await using lab = await openLab({accountConcurrency: 500});
    const {client} = lab;
    const recording = new Recording('concurrency', 'test_function_concurrency_limits');
    const FunctionName = await lab.create();
    const put = (step: string, ReservedConcurrentExecutions: number) =>
      recording.check(step, () =>
        client.send(new PutFunctionConcurrencyCommand({FunctionName, ReservedConcurrentExecutions})),
      );
    await put('put_function_concurrency_account_limit_exceeded', 501);
    await put('put_function_concurrency_below_unreserved_min_value', 401);
    recording.expectComplete();
    await client.send(new PutFunctionConcurrencyCommand({FunctionName, ReservedConcurrentExecutions: 400}));
    const {AccountLimit} = await client.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit).toMatchObject({ConcurrentExecutions: 500, UnreservedConcurrentExecutions: 100});
  });
});

describe('provisioned concurrency, as recorded from AWS', () => {
  test('is of aliases and published versions only', async () => {
    await using lab = await openLab();
    const recording = new Recording('concurrency', 'test_provisioned_concurrency_exceptions');
    const {get, put, remove, list} = provisioned(lab, recording);
    const name = await lab.create(provisionable);
    await recording.check('publish_version_result', () =>
      lab.client.send(new PublishVersionCommand({FunctionName: name})),
    );
    await get('get_provisioned_config_doesnotexist', name, '1');
    await get('get_provisioned_functionname_doesnotexist', 'doesnotexist', 'noalias');
    await get('get_provisioned_qualifier_doesnotexist', name, 'noalias');
    await get('get_provisioned_version_doesnotexist', name, '10');
    await get('get_provisioned_latest', name, '$LATEST');
    await list('list_provisioned_noconfigs', name);
    await list('list_provisioned_functionname_doesnotexist', 'doesnotexist');
    await remove('delete_provisioned_functionname_doesnotexist', 'doesnotexist', '1');
    await remove('delete_provisioned_qualifier_doesnotexist', name, 'noalias');
    await remove('delete_provisioned_version_doesnotexist', name, '10');
    await remove('delete_provisioned_latest', name, '$LATEST');
    await remove('delete_provisioned_config_doesnotexist', name, '1');
    await put('put_provisioned_invalid_param_0', name, '1', 0);
    await put('put_provisioned_functionname_doesnotexist_alias', 'doesnotexist', 'noalias');
    await put('put_provisioned_functionname_doesnotexist_version', 'doesnotexist', '1');
    await put('put_provisioned_qualifier_doesnotexist', name, 'doesnotexist');
    await put('put_provisioned_version_doesnotexist', name, '10');
    await put('put_provisioned_latest', name, '$LATEST');
    recording.expectComplete();
  });

  test('sits on a version or on an alias of it, not on both', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const recording = new Recording('concurrency', 'test_lambda_provisioned_lifecycle');
    const {get, put, remove, list} = provisioned(lab, recording);
    const name = await lab.create(provisionable);
    const alias = {FunctionName: name, Name: 'live'};
    await recording.check('publish_version_result', () => client.send(new PublishVersionCommand({FunctionName: name})));
    await recording.check('create_alias_result', () =>
      client.send(new CreateAliasCommand({...alias, FunctionVersion: '1'})),
    );
    await put('put_provisioned_on_version', name, '1');
    await put('put_provisioned_on_alias_versionconflict', name, 'live');
    await remove('delete_provisioned_version', name, '1');
    await get('get_provisioned_version_postdelete', name, '1');
    await put('put_provisioned_on_alias', name, 'live');
    await put('put_provisioned_on_version_conflict', name, '1');
    await recording.check('delete_alias_result', () => client.send(new DeleteAliasCommand(alias)));
    await get('get_provisioned_alias_postaliasdelete', name, 'live');
    await list('list_response_postdeletes', name);
    recording.expectComplete();
  });

  test('leaves the account its floor', async () => {
    await using lab = await openLab({accountConcurrency: 500});
    const recording = new Recording('concurrency', 'test_provisioned_concurrency_limits');
    const {put} = provisioned(lab, recording);
    const name = await lab.create({Publish: true});
    await put('put_provisioned_concurrency_account_limit_exceeded', name, '1', 501);
    await put('put_provisioned_concurrency_below_unreserved_min_value', name, '1', 401);
    recording.expectComplete();
  });

  test('gets READY after a while', async () => {
    await using lab = await openLab();
    const FunctionName = await lab.create({Publish: true});
    const config = {FunctionName, Qualifier: '1'};
    await lab.client.send(new PutProvisionedConcurrencyConfigCommand({...config, ProvisionedConcurrentExecutions: 3}));
    lab.sandbox.settle();
    expect(await lab.client.send(new GetProvisionedConcurrencyConfigCommand(config))).toMatchObject({
      Status: 'READY',
      AvailableProvisionedConcurrentExecutions: 3,
    });
  });
});
