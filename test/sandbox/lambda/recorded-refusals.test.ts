import {
  AddLayerVersionPermissionCommand,
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetCodeSigningConfigCommand,
  GetPolicyCommand,
  type LambdaClient,
  ListFunctionEventInvokeConfigsCommand,
  PublishLayerVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import {describe, expect, test} from 'vitest';
import {openLab, role} from './lab.js';

type Call = (client: LambdaClient) => Promise<unknown>;

const arn = 'arn:aws:lambda:us-east-1:111111111111:function';
const FunctionName = 'fn-0';
const grant = {FunctionName, StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com'};
const tags =
  (Resource: string, Tags: Record<string, string> = {a: 'b'}): Call =>
  (client) =>
    client.send(new TagResourceCommand({Resource, Tags}));
const create =
  (members: object): Call =>
  (client) =>
    client.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: role,
        Handler: 'a.b',
        Code: {},
        Runtime: 'python3.12',
        ...members,
      }),
    );
const levels = {LogFormat: 'Text', SystemLogLevel: 'INFO'} as const;
const events = {MaximumRetryAttempts: 1};
const csc = 'arn:aws:lambda:us-east-1:111111111111:code-signing-config:csc-0123456789abcdef0';
const layer = {LayerName: 'deps', VersionNumber: 1, StatementId: 's', Action: 'lambda:GetLayerVersion', Principal: '*'};

type Refusal = readonly [what: string, call: Call, code: string, message: string];

const missing = 'ResourceNotFoundException';
const invalid = 'InvalidParameterValueException';
const validation = 'ValidationException';
const refusals: readonly Refusal[] = [
  [
    '$LATEST of a function that is not there cannot be deleted',
    (client) => client.send(new DeleteFunctionCommand({FunctionName: 'nobody', Qualifier: '$LATEST'})),
    invalid,
    '$LATEST version cannot be deleted without deleting the function.',
  ],
  [
    'a name too long is an invalid value',
    create({FunctionName: 'a'.repeat(65)}),
    invalid,
    `1 validation error detected: Value '${'a'.repeat(65)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
  ],
  [
    'a function of another account is not even explained',
    create({FunctionName: arn.replace('111111111111', '123456789012').concat(':theirs')}),
    'AccessDeniedException',
    // What the SDK says for a null message.
    'UnknownError',
  ],
  [
    'two architectures are one too many',
    create({Architectures: ['x86_64', 'arm64']}),
    validation,
    "1 validation error detected: Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1",
  ],
  [
    'a runtime given up names the one that took its place',
    create({Runtime: 'python3.7'}),
    invalid,
    'The runtime parameter of python3.7 is no longer supported for creating or updating AWS Lambda functions. We recommend you use the new runtime (python3.12) while creating or updating functions.',
  ],
  [
    'a function of code takes no image',
    (client) => client.send(new UpdateFunctionCodeCommand({FunctionName, ImageUri: 'an-image'})),
    invalid,
    "Please don't provide ImageUri when updating a function with packageType Zip.",
  ],
  [
    'levels belong to JSON',
    (client) => client.send(new UpdateFunctionConfigurationCommand({FunctionName, LoggingConfig: levels})),
    invalid,
    'LogLevel is not supported when LogFormat is set to "Text". Remove LogLevel from your request or change the LogFormat to "JSON" and try again.',
  ],
  [
    'settings of events need the function',
    (client) => client.send(new PutFunctionEventInvokeConfigCommand({FunctionName: 'nobody', ...events})),
    missing,
    "The function doesn't exist.",
  ],
  [
    'settings of events need the alias',
    (client) => client.send(new PutFunctionEventInvokeConfigCommand({FunctionName, Qualifier: 'live', ...events})),
    missing,
    "The function doesn't exist.",
  ],
  [
    'updated settings of events need the function',
    (client) => client.send(new UpdateFunctionEventInvokeConfigCommand({FunctionName: 'nobody', ...events})),
    missing,
    "The function doesn't exist.",
  ],
  [
    'listed settings of events need the function',
    (client) => client.send(new ListFunctionEventInvokeConfigsCommand({FunctionName: 'nobody'})),
    missing,
    "The function doesn't exist.",
  ],
  [
    'a policy of a version that is not there is no policy',
    (client) => client.send(new GetPolicyCommand({FunctionName, Qualifier: '77'})),
    missing,
    'The resource you requested does not exist.',
  ],
  [
    'a permission needs its alias',
    (client) => client.send(new AddPermissionCommand({...grant, Qualifier: 'live'})),
    missing,
    `Cannot find alias arn: ${arn}:${FunctionName}:live`,
  ],
  [
    'a permission needs its version',
    (client) => client.send(new AddPermissionCommand({...grant, Qualifier: '42'})),
    missing,
    `Function not found: ${arn}:${FunctionName}:42`,
  ],
  [
    'a qualifier that no alias could have is a missing function',
    (client) => client.send(new AddPermissionCommand({...grant, Qualifier: 'with-$-inside'})),
    missing,
    `Function not found: ${arn}:${FunctionName}:with-$-inside`,
  ],
  [
    'only URLs have a kind of authorization',
    (client) => client.send(new AddPermissionCommand({...grant, FunctionUrlAuthType: 'NONE'})),
    invalid,
    'FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action',
  ],
  [
    'a permission is not taken from a function that is not there',
    (client) => client.send(new RemovePermissionCommand({FunctionName: 'nobody', StatementId: 's'})),
    missing,
    `No policy found for: ${arn}:nobody`,
  ],
  [
    'a permission is not taken from an alias that is not there',
    (client) => client.send(new RemovePermissionCommand({FunctionName, StatementId: 's', Qualifier: 'live'})),
    missing,
    `Cannot find alias arn: ${arn}:${FunctionName}:live`,
  ],
  [
    'a version has no tags',
    tags(`${arn}:${FunctionName}:1`),
    invalid,
    'Tags on function aliases and versions are not supported. Please specify a function ARN.',
  ],
  [
    'no tags at all are an error',
    tags(`${arn}:${FunctionName}`, {}),
    invalid,
    'An error occurred and the request cannot be processed.',
  ],
  ['tags belong to an ARN of Lambda', tags('arn:aws:something'), validation, "Value 'arn:aws:something' at 'resource'"],
  [
    'a signing configuration that is not there cannot be found',
    (client) => client.send(new GetCodeSigningConfigCommand({CodeSigningConfigArn: csc})),
    missing,
    `The Lambda code signing configuration ${csc} can not be found.`,
  ],
  [
    'a stale RevisionId of the policy of a layer',
    (client) => client.send(new AddLayerVersionPermissionCommand({...layer, RevisionId: 'stale'})),
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id',
  ],
];

describe('refusals, as recorded from AWS', () => {
  test.each(refusals)('%s', async (_what, call, name, message) => {
    await using lab = await openLab();
    const {Code} = await lab.aFunction();
    await create({Code})(lab.client);
    lab.sandbox.settle();
    await lab.client.send(new PublishLayerVersionCommand({LayerName: 'deps', Content: Code}));
    await expect(call(lab.client)).rejects.toMatchObject({name, message: expect.stringContaining(message)});
  });
});
