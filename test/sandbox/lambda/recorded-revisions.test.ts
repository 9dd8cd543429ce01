import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  GetFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {describe, test} from 'vitest';
import {codeOf, openLab} from './lab.js';
import {Recording} from './recording.js';

describe('RevisionIds, as recorded from AWS', () => {
  test('move with each update and again when it is done', async () => {
    await using lab = await openLab();
    const {client, sandbox} = lab;
    const recording = new Recording('revisions', 'test_function_revisions_basic');
    const ZipFile = await codeOf('the same');
    const input = await lab.aFunction({Environment: {Variables: {}}, Timeout: 30, Code: {ZipFile}});
    const {FunctionName} = input;
    const get = async (step: string) => {
      const found = await recording.check(step, () => client.send(new GetFunctionCommand({FunctionName})));
      return found?.Configuration?.RevisionId;
    };
    const created = await recording.check('create_function_response_rev1', () =>
      client.send(new CreateFunctionCommand(input)),
    );
    sandbox.settle();
    const rev2 = await get('get_function_response_rev2');
    const updateCode = (step: string, RevisionId: string | undefined) =>
      recording.check(step, () => client.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile, RevisionId})));
    await updateCode('update_function_revision_exception', created?.RevisionId);
    const rev3 = await updateCode('update_function_code_response_rev3', rev2);
    sandbox.settle();
    const rev4 = await get('get_function_response_rev4');
    const configure = (step: string, RevisionId: string | undefined) =>
      recording.check(step, () =>
        client.send(new UpdateFunctionConfigurationCommand({FunctionName, Runtime: 'python3.8', RevisionId})),
      );
    await configure('update_function_configuration_revision_exception', rev3?.RevisionId);
    await configure('update_function_configuration_response_rev5', rev4);
    sandbox.settle();
    await get('get_function_response_rev6');
    recording.expectComplete();
  });

  test('of versions stay, of $LATEST move with a publish, of aliases are their own', async () => {
    await using lab = await openLab();
    const {client, sandbox} = lab;
    const recording = new Recording('revisions', 'test_function_revisions_version_and_alias');
    const input = await lab.aFunction({Environment: {Variables: {}}, Timeout: 30, Handler: 'handler.handler'});
    const {FunctionName} = input;
    const get = async (step: string, Qualifier?: string) => {
      const found = await recording.check(step, () => client.send(new GetFunctionCommand({FunctionName, Qualifier})));
      return found?.Configuration?.RevisionId;
    };
    const created = await recording.check('create_function_response_rev1', () =>
      client.send(new CreateFunctionCommand(input)),
    );
    sandbox.settle();
    const rev2 = await get('get_function_active_rev2');
    const publish = (step: string, RevisionId: string | undefined) =>
      recording.check(step, () => client.send(new PublishVersionCommand({FunctionName, RevisionId})));
    await publish('publish_version_revision_exception', created?.RevisionId);
    await publish('publish_version_response_rev_v1', rev2);
    await get('get_function_published_version_rev_v2', '1');
    await get('get_function_latest_rev3');
    const Name = 'revision_alias';
    const alias = await recording.check('create_alias_response_rev_a1', () =>
      client.send(new CreateAliasCommand({FunctionName, Name, FunctionVersion: '1'})),
    );
    await get('get_function_latest_rev4');
    await get('get_function_published_version_rev_v3', '1');
    const update = (step: string, RevisionId: string | undefined) =>
      recording.check(step, () =>
        client.send(new UpdateAliasCommand({FunctionName, Name, RevisionId, Description: 'something changed'})),
      );
    await update('update_alias_revision_exception', 'wrong');
    await update('update_alias_response_rev_a2', alias?.RevisionId);
    recording.expectComplete();
  });

  test('of policies are neither', async () => {
    await using lab = await openLab();
    const {client} = lab;
    const FunctionName = await lab.create();
    const found = await client.send(new GetFunctionCommand({FunctionName}));
    const permission = {FunctionName, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com'};
    await client.send(new AddPermissionCommand({...permission, StatementId: 'first'}));
    await new Recording('revisions', 'test_function_revisions_permissions').check(
      'add_permission_revision_exception',
      () =>
        client.send(
          new AddPermissionCommand({
            ...permission,
            StatementId: 'second',
            RevisionId: found.Configuration?.RevisionId,
          }),
        ),
    );
  });
});
