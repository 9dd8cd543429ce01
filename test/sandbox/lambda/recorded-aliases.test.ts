import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  GetFunctionCommand,
  ListAliasesCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import {describe, expect, test} from 'vitest';
import {openLab} from './lab.js';
import {Recording} from './recording.js';

async function twoVersions(lab: Awaited<ReturnType<typeof openLab>>, recording: Recording, publish = false) {
  const {client, sandbox} = lab;
  const input = await lab.aFunction({Environment: {Variables: {testenv: 'staging'}}, Publish: publish});
  const FunctionName = input.FunctionName ?? '';
  await recording.check('create_response', () => client.send(new CreateFunctionCommand(input)));
  sandbox.settle();
  await recording.check('publish_v1', () => client.send(new PublishVersionCommand({FunctionName})));
  await lab.configure(FunctionName, {Environment: {Variables: {testenv: 'prod'}}});
  await recording.check('publish_v2', () => client.send(new PublishVersionCommand({FunctionName})));
  return FunctionName;
}

describe('aliases, as recorded from AWS', () => {
  test('live from creation to deletion', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const recording = new Recording('aliases', 'test_alias_lifecycle');
    const FunctionName = await twoVersions(lab, recording);
    const create = (step: string, Name: string, FunctionVersion: string, more: object = {}) =>
      recording.check(step, () => client.send(new CreateAliasCommand({FunctionName, Name, FunctionVersion, ...more})));
    const get = (step: string, Name: string) =>
      recording.check(step, () => client.send(new GetAliasCommand({FunctionName, Name})));
    const list = (step: string, more: object = {}) =>
      recording.check(step, () => client.send(new ListAliasesCommand({FunctionName, ...more})));
    const Description = 'custom-alias';

    const created = await create('create_alias_1_1', 'aliasname1_1', '1', {
      Description,
      RoutingConfig: {AdditionalVersionWeights: {'2': 0.2}},
    });
    await get('get_alias_1_1', 'aliasname1_1');
    const addressed = {FunctionName, Qualifier: 'aliasname1_1'};
    await recording.check('get_function_alias_1_1', () => client.send(new GetFunctionCommand(addressed)));
    await recording.check('get_function_byarn_alias_1_1', () =>
      client.send(new GetFunctionCommand({FunctionName: created?.AliasArn})),
    );
    await recording.check('get_function_alias_notfound_exc', () =>
      client.send(new GetFunctionCommand({FunctionName, Qualifier: 'aliasdoesnotexist'})),
    );
    await recording.check('get_function_alias_byarn_notfound_exc', () =>
      client.send(
        new GetFunctionCommand({FunctionName: created?.AliasArn?.replace('aliasname1_1', 'aliasdoesnotexist')}),
      ),
    );
    await create('create_alias_1_2', 'aliasname1_2', '1', {Description});
    await get('get_alias_1_2', 'aliasname1_2');
    await create('create_alias_1_3', 'aliasname1_3', '1');
    await get('get_alias_1_3', 'aliasname1_3');
    await create('create_alias_2', 'aliasname2', '2', {Description});
    await get('get_alias_2', 'aliasname2');
    await list('list_aliases_for_fnname');
    await recording.check('update_alias_1_1', () =>
      client.send(
        new UpdateAliasCommand({
          FunctionName,
          Name: 'aliasname1_1',
          FunctionVersion: '1',
          RoutingConfig: {AdditionalVersionWeights: {}},
        }),
      ),
    );
    await get('get_alias_1_1_after_update', 'aliasname1_1');
    await list('list_aliases_for_fnname_after_update');
    await recording.check('update_alias_1_2', () =>
      client.send(new UpdateAliasCommand({FunctionName, Name: 'aliasname1_2', FunctionVersion: '1'})),
    );
    await get('get_alias_1_2_after_update', 'aliasname1_2');
    await list('list_aliases_for_fnname_after_update_2');
    await list('list_aliases_for_version', {FunctionVersion: '1'});
    await recording.check('delete_alias_response', () =>
      client.send(new DeleteAliasCommand({FunctionName, Name: 'aliasname1_1'})),
    );
    await list('list_aliases_for_fnname_afterdelete');
    recording.expectComplete();
  });

  test('are refused where their routing makes no sense', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const recording = new Recording('aliases', 'test_notfound_and_invalid_routingconfigs');
    const name = await twoVersions(lab, recording, true);
    const create = (step: string, FunctionVersion: string, weights?: Record<string, number>, more: object = {}) =>
      recording.check(step, () =>
        client.send(
          new CreateAliasCommand({
            FunctionName: name,
            Name: 'custom',
            FunctionVersion,
            ...(weights ? {RoutingConfig: {AdditionalVersionWeights: weights}} : {}),
            ...more,
          }),
        ),
      );
    await create('routing_config_exc_toomany', '1', {'1': 0.8, '2': 0.2});
    await create('routing_config_exc_toohigh', '1', {'2': 2});
    await create('routing_config_exc_subzero', '1', {'2': -1});
    await create('routing_config_exc_sameversion', '1', {'1': 0.5});
    await create('target_version_doesnotexist', '10', {'2': 0.5});
    await create('routing_config_exc_version_doesnotexist', '1', {'10': 0.5});
    await create('target_version_exc_version_latest', '$LATEST', {'1': 0.5});
    await create('routing_config_exc_version_latest', '1', {$LATEST: 0.5});
    await create('create-alias-latest', '$LATEST', undefined, {Name: 'custom-latest'});
    await create('routing_config_exc_fn_doesnotexist', '1', {'2': 0.5}, {FunctionName: `${name}-unknown`});
    await create('create_alias_empty_routingconfig', '1', {}, {Name: 'custom-empty-routingconfig'});
    await create('create_alias_response', '1', {'2': 0.5});
    await create('routing_config_exc_already_exist', '1', {'2': 0.5});
    await recording.check('alias_does_not_exist_esc', () =>
      client.send(new GetAliasCommand({FunctionName: name, Name: 'non-existent'})),
    );
    recording.expectComplete();
  });

  test('may be named like a date, not like a version', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const recording = new Recording('aliases', 'test_alias_naming');
    const input = await lab.aFunction({Environment: {Variables: {testenv: 'staging'}}});
    const {FunctionName} = input;
    await recording.check('create_response', () => client.send(new CreateFunctionCommand(input)));
    lab.sandbox.settle();
    await recording.check('publish_v1', () => client.send(new PublishVersionCommand({FunctionName})));
    const alias = {FunctionName, FunctionVersion: '1', Description: 'custom-alias'};
    await recording.check('create_alias_date', () =>
      client.send(new CreateAliasCommand({...alias, Name: '2024-01-02'})),
    );
    await recording.check('get_alias_date', () => client.send(new GetAliasCommand({FunctionName, Name: '2024-01-02'})));
    await recording.check('create_alias_number_exception', () =>
      client.send(new CreateAliasCommand({...alias, Name: '2024'})),
    );
    recording.expectComplete();
  });

  test('that do not exist are deleted without complaint, but not updated', async () => {
    await using lab = await openLab();
    const FunctionName = await lab.create();
    const Name = 'non-existent';
    await new Recording('aliases', 'test_non_existent_alias_deletion').check('delete_alias_response', () =>
      lab.client.send(new DeleteAliasCommand({FunctionName, Name})),
    );
    const refused = new Recording('aliases', 'test_non_existent_alias_update');
    await refused.check('update_alias_response', () =>
      lab.client.send(new UpdateAliasCommand({FunctionName, Name, Description: 'new'})),
    );
    expect(refused.expectComplete()).toBeUndefined();
  });
});
