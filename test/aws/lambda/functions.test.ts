import {describe, expect, test} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {LambdaFunctions} from '../../../src/lib/aws/lambda/functions.js';
import {RequestPacer} from '../../../src/lib/aws/request-pacer.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {lambdaError, type StubRequest, stubAws} from '../stub-aws.js';

const FUNCTION_PATH = '/2015-03-31/functions/checkout';

/** GetFunction's configuration as AWS gives it. */
const CONFIGURATION = {
  Architectures: ['arm64'],
  CodeSha256: 'c2hh',
  CodeSize: 276,
  Description: '',
  Environment: {Variables: {TOKEN: 'hunter22', LOG_LEVEL: 'info'}},
  EphemeralStorage: {Size: 512},
  FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout',
  FunctionName: 'checkout',
  Handler: 'index.handler',
  LastModified: '2026-01-01T00:00:00.000+0000',
  LastUpdateStatus: 'Successful',
  Layers: [{Arn: 'arn:aws:lambda:eu-west-1:123456789012:layer:deps:3', CodeSize: 1}],
  LoggingConfig: {LogFormat: 'Text', LogGroup: '/aws/lambda/checkout'},
  MemorySize: 128,
  PackageType: 'Zip',
  RevisionId: 'rev-1',
  Role: 'arn:aws:iam::123456789012:role/checkout',
  Runtime: 'nodejs22.x',
  SnapStart: {ApplyOn: 'None', OptimizationStatus: 'Off'},
  State: 'Active',
  Timeout: 30,
  TracingConfig: {Mode: 'PassThrough'},
  Version: '$LATEST',
};

function jsonOf(request: StubRequest | undefined): unknown {
  return JSON.parse(request?.body.toString() ?? 'null');
}

async function stubFunctions(...[answer, options]: Parameters<typeof stubAws>) {
  const {clients, requests} = await stubAws(answer, options);
  return {functions: new LambdaFunctions(clients, clients), requests};
}

describe('reading functions', () => {
  test('who polls takes a slot of the pacer, who reads once does not', async () => {
    const {clients} = await stubAws(() => ({status: 200, body: {Configuration: CONFIGURATION}}));
    const slots: string[] = [];
    class RecordingPacer extends RequestPacer {
      override slot(operation: string): Promise<void> {
        slots.push(operation);
        return super.slot(operation);
      }
    }
    const paced = new AwsClients({region: 'eu-west-1', pacer: new RecordingPacer(new FakeClock())});
    const functions = new LambdaFunctions(clients, paced);
    await functions.getFunction('checkout');
    expect(slots).toEqual([]);
    await functions.pollFunction('checkout', '7');
    expect(slots).toEqual(['GetFunction']);
  });

  test('a configuration arrives whole, without the presigned URL of the code', async () => {
    const body = {Configuration: CONFIGURATION, Code: {Location: 'https://b/k?X-Amz-Signature=abc'}};
    const {functions, requests} = await stubFunctions(() => ({status: 200, body}));
    const found = await functions.getFunction('checkout', '7');
    expect(requests[0]).toMatchObject({method: 'GET', path: FUNCTION_PATH});
    expect(requests[0]?.query.get('Qualifier')).toBe('7');
    expect(found).toMatchObject({
      functionName: 'checkout',
      version: '$LATEST',
      revisionId: 'rev-1',
      codeSha256: 'c2hh',
      zippedBytes: 276,
      memoryMb: 128,
      timeoutSeconds: 30,
      architecture: 'arm64',
      environment: {TOKEN: 'hunter22', LOG_LEVEL: 'info'},
      layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:deps:3'],
      state: 'Active',
      lastUpdateStatus: 'Successful',
    });
    expect(JSON.stringify(found)).not.toContain('X-Amz');
  });

  test('a function that is not there is no error', async () => {
    const {functions} = await stubFunctions(() =>
      lambdaError(404, 'ResourceNotFoundException', 'Function not found: arn'),
    );
    expect(await functions.getFunction('checkout')).toBeUndefined();
  });

  test('an environment AWS could not decrypt is marked as unknown', async () => {
    const environment = {Error: {ErrorCode: 'AccessDeniedException', Message: 'KMS'}};
    const body = {Configuration: {...CONFIGURATION, Environment: environment}};
    const {functions} = await stubFunctions(() => ({status: 200, body}));
    expect(await functions.getFunction('checkout')).toMatchObject({
      environment: {},
      environmentUnreadable: 'AccessDeniedException',
    });
  });

  test('the reason of a failed update does not repeat the environment', async () => {
    const reason = 'Cannot start with TOKEN=hunter22';
    const body = {Configuration: {...CONFIGURATION, LastUpdateStatus: 'Failed', LastUpdateStatusReason: reason}};
    const {functions} = await stubFunctions(() => ({status: 200, body}));
    expect(await functions.getFunction('checkout')).toMatchObject({
      lastUpdateReason: 'Cannot start with TOKEN=[removed]',
    });
  });

  test('settings that are versioned and not ours are compared as one', async () => {
    const others = [
      ...[{}, {KMSKeyArn: ''}, {SnapStart: {ApplyOn: 'None'}}, {KMSKeyArn: 'arn:key'}],
      ...[{TenancyConfig: {TenantIsolationMode: 'PER_TENANT'}}, {DurableConfig: {ExecutionTimeout: 60}}],
    ];
    const {functions} = await stubFunctions((_request, count) => ({
      status: 200,
      body: {Configuration: {...CONFIGURATION, ...others[count - 1]}},
    }));
    const settings: (string | undefined)[] = [];
    for (const _ of others) settings.push((await functions.getFunction('checkout'))?.otherSettings);
    expect(settings[0]).toBe(settings[1]);
    expect(settings[0]).toBe(settings[2]);
    expect(new Set([settings[0], ...settings.slice(3)]).size).toBe(4);
  });

  test('what a function runs on, and where its code is, is told', async () => {
    const provider = {LambdaManagedInstancesCapacityProviderConfig: {CapacityProviderArn: 'arn:provider'}};
    const special = {
      TenancyConfig: {TenantIsolationMode: 'PER_TENANT'},
      DurableConfig: {},
      SnapStart: {ApplyOn: 'PublishedVersions', OptimizationStatus: 'Off'},
      CapacityProviderConfig: provider,
    };
    const Code = {
      SourceKMSKeyArn: 'arn:key',
      ResolvedS3Object: {S3Bucket: 'code', S3Key: 'a.zip', S3ObjectVersion: '1'},
    };
    const {functions} = await stubFunctions(() => ({
      status: 200,
      body: {Configuration: {...CONFIGURATION, ...special}, Code},
    }));
    expect(await functions.getFunction('checkout')).toMatchObject({
      capacityProviderArn: 'arn:provider',
      tenantIsolation: 'PER_TENANT',
      isDurable: true,
      takesSnapshots: true,
      sourceKmsKeyArn: 'arn:key',
      codeInS3: 's3://code/a.zip',
    });
  });

  test('a function that has left its VPC is in none', async () => {
    const {functions} = await stubFunctions(() => ({
      status: 200,
      body: {Configuration: {...CONFIGURATION, VpcConfig: {SubnetIds: [], SecurityGroupIds: [], VpcId: ''}}},
    }));
    expect(await functions.getFunction('checkout')).not.toHaveProperty('vpc');
  });

  test('attachments and logging are written as they are read', async () => {
    const settings = {
      VpcConfig: {SubnetIds: ['subnet-a'], SecurityGroupIds: ['sg-a'], Ipv6AllowedForDualStack: true},
      FileSystemConfigs: [{Arn: 'arn:access-point', LocalMountPath: '/mnt/data'}],
      LoggingConfig: {LogFormat: 'JSON', LogGroup: '/one', ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'WARN'},
      DeadLetterConfig: {TargetArn: 'arn:queue'},
    };
    const {functions, requests} = await stubFunctions(({method}) =>
      method === 'PUT'
        ? {status: 200, body: CONFIGURATION}
        : {status: 200, body: {Configuration: {...CONFIGURATION, ...settings}}},
    );
    const found = await functions.getFunction('checkout');
    if (!found?.vpc || !found.fileSystems || !found.logging) throw new Error('Something is missing.');
    const {vpc, fileSystems, logging, deadLetterTargetArn = ''} = found;
    const change = {vpc, fileSystems, logging, deadLetterTargetArn};
    await functions.updateConfiguration({functionName: 'checkout', change, revisionId: 'rev-1'});
    expect(JSON.parse(String(requests.at(-1)?.body))).toEqual({...settings, RevisionId: 'rev-1'});
  });

  test('versions are listed over all pages, by number and without $LATEST', async () => {
    const version = (number: string) => ({...CONFIGURATION, Version: number, State: undefined});
    const {functions, requests} = await stubFunctions((request) =>
      request.query.get('Marker') === 'more'
        ? {status: 200, body: {Versions: [version('10'), version('2')]}}
        : {status: 200, body: {Versions: [version('$LATEST'), version('9')], NextMarker: 'more'}},
    );
    const versions = await functions.listVersions('checkout');
    expect(versions.map((found) => found.version)).toEqual(['2', '9', '10']);
    expect(requests).toHaveLength(2);
  });
});

describe('writing functions', () => {
  const answer = () => ({status: 200, body: CONFIGURATION});

  test('code is sent with the architecture and the revision it was decided on', async () => {
    const {functions, requests} = await stubFunctions(answer);
    const zip = Buffer.from('zip');
    const common = {functionName: 'checkout', architecture: 'arm64', revisionId: 'rev-1'};
    await functions.updateCode({...common, code: {kind: 'inline', zip}});
    await functions.updateCode({...common, code: {kind: 'inline', zip}, sourceKmsKeyArn: 'arn:key'});
    await functions.updateCode({...common, code: {kind: 's3', bucket: 'bucket', key: 'k.zip', objectVersion: 'v1'}});
    expect(requests.map(({method, path}) => `${method} ${path}`)).toEqual(Array(3).fill(`PUT ${FUNCTION_PATH}/code`));
    expect(requests.map(jsonOf)).toEqual([
      {ZipFile: zip.toString('base64'), Architectures: ['arm64'], RevisionId: 'rev-1'},
      {
        ZipFile: zip.toString('base64'),
        Architectures: ['arm64'],
        SourceKMSKeyArn: 'arn:key',
        RevisionId: 'rev-1',
      },
      {S3Bucket: 'bucket', S3Key: 'k.zip', S3ObjectVersion: 'v1', Architectures: ['arm64'], RevisionId: 'rev-1'},
    ]);
  });

  test('of the configuration only what is named is sent', async () => {
    const {functions, requests} = await stubFunctions(answer);
    const change = {memoryMb: 512, environment: {A: 'b'}, tracingMode: 'Active', ephemeralStorageMb: 1_024};
    await functions.updateConfiguration({functionName: 'checkout', change, revisionId: 'rev-1'});
    expect(jsonOf(requests[0])).toEqual({
      MemorySize: 512,
      Environment: {Variables: {A: 'b'}},
      TracingConfig: {Mode: 'Active'},
      EphemeralStorage: {Size: 1_024},
      RevisionId: 'rev-1',
    });
  });

  test('a version is published with code hash, revision and description', async () => {
    const {functions, requests} = await stubFunctions(() => ({status: 201, body: {...CONFIGURATION, Version: '8'}}));
    const input = {functionName: 'checkout', codeSha256: 'c2hh', revisionId: 'rev-1', description: 'a1b2c3'};
    expect(await functions.publishVersion(input)).toMatchObject({version: '8'});
    expect(requests[0]).toMatchObject({method: 'POST', path: `${FUNCTION_PATH}/versions`});
    expect(jsonOf(requests[0])).toEqual({CodeSha256: 'c2hh', RevisionId: 'rev-1', Description: 'a1b2c3'});
  });

  test('a function is created with code, role and configuration', async () => {
    const {functions, requests} = await stubFunctions(() => ({status: 201, body: CONFIGURATION}));
    await functions.createFunction({
      functionName: 'checkout',
      role: 'arn:role',
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      architecture: 'arm64',
      code: {kind: 'inline', zip: Buffer.from('zip')},
      timeoutSeconds: 30,
    });
    expect(jsonOf(requests[0])).toEqual({
      FunctionName: 'checkout',
      Role: 'arn:role',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Architectures: ['arm64'],
      Timeout: 30,
      Code: {ZipFile: Buffer.from('zip').toString('base64')},
    });
  });

  test("AWS's echo of the environment stops here", async () => {
    const message = 'exceeded the 4KB limit. String measured: {"TOKEN":"hunter22"}';
    const {functions} = await stubFunctions(() => lambdaError(400, 'InvalidParameterValueException', message));
    const change = {environment: {TOKEN: 'hunter22'}};
    const updating = functions.updateConfiguration({functionName: 'checkout', change, revisionId: 'rev-1'});
    const error = await updating.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({code: 'INVALID_REQUEST', message: expect.stringContaining('4KB limit')});
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter22');
  });

  test.each([
    [409, 'ResourceConflictException', 'UPDATE_IN_PROGRESS'],
    [412, 'PreconditionFailedException', 'PRECONDITION_FAILED'],
  ])('a %i is not retried', async (status, name, code) => {
    const {functions, requests} = await stubFunctions(() => lambdaError(status, name, 'no'));
    const updating = functions.updateConfiguration({functionName: 'checkout', change: {}, revisionId: 'rev-1'});
    await expect(updating).rejects.toMatchObject({
      code,
      details: {httpStatus: status, requestId: 'req-1', attempts: 1},
    });
    expect(requests).toHaveLength(1);
  });
});
