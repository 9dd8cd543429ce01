import type {FunctionConfiguration} from '../../src/lib/ports/lambda/functions.js';

/** A settled `$LATEST`, with what the test is about on top. */
export function aFunction(overrides: Partial<FunctionConfiguration> = {}): FunctionConfiguration {
  return {
    functionName: 'checkout',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout',
    version: '$LATEST',
    revisionId: 'rev-1',
    codeSha256: 'b2xk',
    zippedBytes: 1_000,
    packageType: 'Zip',
    role: 'arn:aws:iam::123456789012:role/checkout',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    description: '',
    memoryMb: 128,
    timeoutSeconds: 3,
    ephemeralStorageMb: 512,
    architecture: 'arm64',
    environment: {},
    layers: [],
    tracingMode: 'PassThrough',
    state: 'Active',
    lastUpdateStatus: 'Successful',
    lastModified: '2026-01-01T00:00:00.000+0000',
    otherSettings: '{}',
    ...overrides,
  };
}
