import {failure} from './failure.js';
import {Input} from './input.js';

const code = ['ZipFile', 'S3Bucket', 'S3Key', 'S3ObjectVersion', 'S3ObjectStorageMode', 'ImageUri'];
const settings = [
  'FunctionName',
  'Role',
  'Handler',
  'Runtime',
  'Description',
  'Timeout',
  'MemorySize',
  'VpcConfig',
  'Environment',
  'DeadLetterConfig',
  'KMSKeyArn',
  'TracingConfig',
  'Layers',
  'FileSystemConfigs',
  'ImageConfig',
  'EphemeralStorage',
  'SnapStart',
  'LoggingConfig',
];

/** Members of request bodies that the sandbox acts on or keeps, by operation; `Code` is a member of members. */
const known: Readonly<Record<string, readonly string[]>> = {
  CreateFunction: [...settings, 'Code', 'Publish', 'PackageType', 'Tags', 'Architectures', 'CodeSigningConfigArn'],
  Code: code,
  Content: code,
  UpdateFunctionCode: [...code, 'FunctionName', 'Publish', 'DryRun', 'RevisionId', 'Architectures'],
  UpdateFunctionConfiguration: [...settings, 'RevisionId'],
  PublishVersion: ['FunctionName', 'CodeSha256', 'Description', 'RevisionId'],
  CreateAlias: ['FunctionName', 'Name', 'FunctionVersion', 'Description', 'RoutingConfig'],
  UpdateAlias: ['FunctionName', 'Name', 'FunctionVersion', 'Description', 'RoutingConfig', 'RevisionId'],
  PublishLayerVersion: [
    'LayerName',
    'Content',
    'Description',
    'LicenseInfo',
    'CompatibleRuntimes',
    'CompatibleArchitectures',
  ],
};

/**
 * 501 for members the sandbox would drop: a rehearsal without TenancyConfig, DurableConfig, CapacityProviderConfig or
 * PublishTo is a rehearsal of something else.
 */
export function refuseUnknownMembers(operation: string, body: Buffer): void {
  const members = known[operation];
  if (!members) return;
  const input = Input.parse(body);
  const dropped = input.names().filter((name) => input.has(name) && !members.includes(name));
  for (const inner of ['Code', 'Content']) {
    const source = members.includes(inner) ? input.record(inner) : undefined;
    for (const name of source?.names() ?? []) {
      if (source?.has(name) && !code.includes(name)) dropped.push(`${inner}.${name}`);
    }
  }
  const mode = (input.record('Code') ?? input.record('Content') ?? input).text('S3ObjectStorageMode');
  if (mode !== undefined && mode !== 'COPY') dropped.push(`S3ObjectStorageMode ${mode}`);
  if (dropped.length === 0) return;
  throw failure(501, 'SandboxLimitation', `The sandbox does not emulate ${dropped.join(', ')} of ${operation}.`);
}
