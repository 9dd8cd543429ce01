import type {FunctionCode, FunctionCodeLocation} from '@aws-sdk/client-lambda';
import {digestOfUri} from '../../model/image/digest.js';
import {compareVersions} from '../../model/versions/version.js';
import type {
  CodeSource,
  ConfigurationChange,
  FunctionConfiguration,
  FunctionsPort,
  NewFunction,
} from '../../ports/lambda/functions.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasCode} from '../error/mapping.js';
import {functionNames} from './function-names.js';
import {toConfigurationInput} from './to-configuration-input.js';
import {toFunctionConfiguration} from './to-function-configuration.js';

/**
 * Functions and versions of AWS Lambda. Reads go through GetFunction, whose quota is 100 requests a second; everything
 * else shares 15 a second with whoever works in the account (LDG "Lambda quotas").
 */
export class LambdaFunctions implements FunctionsPort {
  readonly #clients: AwsClients;
  readonly #paced: AwsClients;

  /** `paced` are clients with a request pacer: polls go through them. */
  constructor(clients: AwsClients, paced: AwsClients) {
    this.#clients = clients;
    this.#paced = paced;
  }

  getFunction(
    functionName: string,
    qualifier?: string,
    signal?: AbortSignal,
  ): Promise<FunctionConfiguration | undefined> {
    return getFunction(this.#clients, functionName, qualifier, signal);
  }

  pollFunction(
    functionName: string,
    qualifier?: string,
    signal?: AbortSignal,
  ): Promise<FunctionConfiguration | undefined> {
    return getFunction(this.#paced, functionName, qualifier, signal);
  }

  listNames(signal?: AbortSignal): Promise<readonly string[]> {
    return functionNames(this.#clients, signal);
  }

  async listVersions(functionName: string, signal?: AbortSignal): Promise<readonly FunctionConfiguration[]> {
    const call: AwsCall = {action: 'lambda:ListVersionsByFunction', subject: `function ${functionName}`};
    const {client, sdk} = await this.#clients.lambda();
    const versions: FunctionConfiguration[] = [];
    let marker: string | undefined;
    do {
      const command = new sdk.ListVersionsByFunctionCommand({FunctionName: functionName, Marker: marker});
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      versions.push(...(page.Versions ?? []).map((version) => toFunctionConfiguration(version, call)));
      marker = page.NextMarker;
    } while (marker);
    return versions.filter(({version}) => /^\d+$/.test(version)).sort((a, b) => compareVersions(a.version, b.version));
  }

  async createFunction(input: NewFunction, signal?: AbortSignal): Promise<FunctionConfiguration> {
    const call = writeCall('lambda:CreateFunction', input.functionName, input);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.CreateFunctionCommand({
      ...toConfigurationInput(input),
      FunctionName: input.functionName,
      Role: input.role,
      ...(input.code.kind === 'image' && {PackageType: 'Image' as const}),
      Architectures: [toArchitecture(input.architecture)],
      Code: {...toCode(input.code), SourceKMSKeyArn: input.sourceKmsKeyArn},
      KMSKeyArn: input.kmsKeyArn,
    });
    const options = requestOptions(signal);
    return toFunctionConfiguration(await callAws(call, () => client.send(command, options)), call);
  }

  async updateCode(
    input: Parameters<FunctionsPort['updateCode']>[0],
    signal?: AbortSignal,
  ): Promise<FunctionConfiguration> {
    const call = writeCall('lambda:UpdateFunctionCode', input.functionName);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.UpdateFunctionCodeCommand({
      ...toCode(input.code),
      FunctionName: input.functionName,
      // Left out, AWS takes x86_64 whatever the function has.
      Architectures: [toArchitecture(input.architecture)],
      // The same holds for the key.
      SourceKMSKeyArn: input.sourceKmsKeyArn,
      RevisionId: input.revisionId,
    });
    const options = requestOptions(signal);
    return toFunctionConfiguration(await callAws(call, () => client.send(command, options)), call);
  }

  async updateConfiguration(
    input: Parameters<FunctionsPort['updateConfiguration']>[0],
    signal?: AbortSignal,
  ): Promise<FunctionConfiguration> {
    const call = writeCall('lambda:UpdateFunctionConfiguration', input.functionName, input.change);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.UpdateFunctionConfigurationCommand({
      ...toConfigurationInput(input.change),
      FunctionName: input.functionName,
      RevisionId: input.revisionId,
    });
    return toFunctionConfiguration(await callAws(call, () => client.send(command, requestOptions(signal))), call);
  }

  async publishVersion(
    input: Parameters<FunctionsPort['publishVersion']>[0],
    signal?: AbortSignal,
  ): Promise<FunctionConfiguration> {
    const call = writeCall('lambda:PublishVersion', input.functionName);
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.PublishVersionCommand({
      FunctionName: input.functionName,
      CodeSha256: input.codeSha256,
      RevisionId: input.revisionId,
      Description: input.description,
    });
    return toFunctionConfiguration(await callAws(call, () => client.send(command, requestOptions(signal))), call);
  }
}

function writeCall(action: string, functionName: string, change?: ConfigurationChange): AwsCall {
  return {action, subject: `function ${functionName}`, secrets: Object.values(change?.environment ?? {})};
}

function toCode(code: CodeSource): FunctionCode {
  if (code.kind === 'image') return {ImageUri: code.uri};
  if (code.kind === 'inline') return {ZipFile: code.zip};
  return {S3Bucket: code.bucket, S3Key: code.key, S3ObjectVersion: code.objectVersion};
}

function toArchitecture(architecture: string): 'arm64' | 'x86_64' {
  return architecture === 'arm64' ? 'arm64' : 'x86_64';
}

async function getFunction(
  clients: AwsClients,
  functionName: string,
  qualifier: string | undefined,
  signal: AbortSignal | undefined,
): Promise<FunctionConfiguration | undefined> {
  const subject = qualifier === undefined ? `function ${functionName}` : `function ${functionName}:${qualifier}`;
  const call: AwsCall = {action: 'lambda:GetFunction', subject};
  const {client, sdk} = await clients.lambda();
  const command = new sdk.GetFunctionCommand({FunctionName: functionName, Qualifier: qualifier});
  try {
    const answer = await callAws(call, () => client.send(command, requestOptions(signal)));
    const reserved = answer.Concurrency?.ReservedConcurrentExecutions;
    return {
      ...toFunctionConfiguration(answer.Configuration, call),
      ...toCodeLocation(answer.Code),
      ...(reserved !== undefined && {reservedConcurrency: reserved}),
    };
  } catch (error) {
    if (hasCode(error, 'FUNCTION_NOT_FOUND')) return undefined;
    throw error;
  }
}

/** Only code that is referenced is resolved to an object: a copy is Lambda's own (LDG "Self-managed storage"). An image is by its digest. */
function toCodeLocation(
  code: FunctionCodeLocation | undefined,
): Pick<FunctionConfiguration, 'sourceKmsKeyArn' | 'codeInS3' | 'imageDigest' | 'imageUri'> {
  const {SourceKMSKeyArn: key, ResolvedS3Object: object, ResolvedImageUri: image} = code ?? {};
  const imageDigest = image === undefined ? undefined : digestOfUri(image);
  return {
    ...(imageDigest !== undefined && {imageDigest}),
    ...(image !== undefined && {imageUri: image}),
    ...(key !== undefined && {sourceKmsKeyArn: key}),
    ...(object !== undefined && {codeInS3: `s3://${object.S3Bucket}/${object.S3Key}`}),
  };
}
