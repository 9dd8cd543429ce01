import type {FunctionVersion, LambdaFunction} from '../../../src/lib/sandbox/lambda/state.js';

/** An Active function in the sandbox's state. */
export function aFunctionRecord(name: string): LambdaFunction {
  const latest: FunctionVersion = {
    version: '$LATEST',
    settings: {
      Description: '',
      Role: 'arn:aws:iam::000000000000:role/runner',
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Timeout: 3,
      MemorySize: 128,
      Architectures: ['x86_64'],
      PackageType: 'Zip',
      EphemeralStorage: {Size: 512},
      LoggingConfig: {LogFormat: 'Text', LogGroup: `/aws/lambda/${name}`},
      SnapStart: {ApplyOn: 'None', OptimizationStatus: 'Off'},
      TracingConfig: {Mode: 'PassThrough'},
      verbatim: {},
    },
    code: {sha256: '', zip: Buffer.alloc(0), unzippedBytes: 0},
    layers: [],
    revisionId: 'revision',
    environmentKey: 'environment',
    lastModifiedMs: 0,
    state: 'Active',
    lastUpdate: 'Successful',
    publishedFrom: undefined,
  };
  return {
    name,
    latest,
    served: latest,
    versions: new Map(),
    aliases: new Map(),
    reservedConcurrency: undefined,
    tags: {},
    recursiveLoop: 'Terminate',
    provisioned: new Map(),
    policies: new Map(),
    eventInvoke: new Map(),
    urls: new Map(),
    runtimeManagement: new Map(),
    codeSigningConfigArn: undefined,
  };
}
