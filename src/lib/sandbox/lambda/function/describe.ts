import {createHash} from 'node:crypto';
import {arnOf} from '../../place.js';
import type {SandboxRequest} from '../../service.js';
import type {FunctionVersion, LambdaFunction, StoredCode} from '../state.js';
import type {LambdaWorld} from '../world.js';
import {functionArn} from './function-target.js';

/** FunctionConfiguration as calls on one function answer it; `arn` as it was addressed. */
export function describeVersion(world: LambdaWorld, version: FunctionVersion, arn: string): Record<string, unknown> {
  const {settings} = version;
  return {
    ...describeListed(version, arn),
    RuntimeVersionConfig: settings.Runtime ? {RuntimeVersionArn: runtimeArn(world, settings.Runtime)} : undefined,
    State: version.state,
    ...(version.state === 'Pending' ? {StateReason: creating.reason, StateReasonCode: creating.code} : {}),
    LastUpdateStatus: version.lastUpdate,
    ...(version.lastUpdate === 'InProgress'
      ? {LastUpdateStatusReason: creating.reason, LastUpdateStatusReasonCode: creating.code}
      : {}),
  };
}

// AWS gives the creation's reason for updates too.
const creating = {reason: 'The function is being created.', code: 'Creating'};

/** The same as lists answer it: without State, LastUpdateStatus and RuntimeVersionConfig. */
export function describeListed(version: FunctionVersion, arn: string): Record<string, unknown> {
  const {verbatim: kept, ...settings} = version.settings;
  const {ImageConfig: imageConfig, ...verbatim} = kept;
  const name = arn.split(':')[6] ?? '';
  return {
    FunctionName: name,
    FunctionArn: arn,
    ...settings,
    ...verbatim,
    ...(isSaid(imageConfig) ? {ImageConfigResponse: {ImageConfig: imageConfig}} : {}),
    ...networkMember(verbatim.VpcConfig, arn),
    CodeSize: version.code.zip.length,
    CodeSha256: version.code.sha256,
    ...signatureMembers(version.code),
    LastModified: lambdaTime(version.lastModifiedMs),
    RevisionId: version.revisionId,
    Version: version.version,
  };
}

/** SigningProfileVersionArn and SigningJobArn of code that is signed. */
export function signatureMembers({signature}: StoredCode): Record<string, string> {
  return signature ? {SigningProfileVersionArn: signature.profileVersionArn, SigningJobArn: signature.jobArn} : {};
}

// An empty ImageConfig leaves all to the image.
function isSaid(config: unknown): boolean {
  return typeof config === 'object' && config !== null && Object.keys(config).length > 0;
}

// The sandbox knows no networks: all subnets of an account and Region are of one.
function networkMember(config: unknown, arn: string): Record<string, unknown> {
  if (typeof config !== 'object' || config === null) return {};
  const subnets: unknown = Reflect.get(config, 'SubnetIds') ?? [];
  const digest = createHash('sha256').update(arn.split(':', 5).join(':')).digest('hex');
  const isAttached = Array.isArray(subnets) && subnets.length > 0;
  const defaults = {SubnetIds: [], SecurityGroupIds: [], Ipv6AllowedForDualStack: false};
  return {VpcConfig: {...defaults, ...config, VpcId: isAttached ? `vpc-${digest.slice(0, 17)}` : ''}};
}

/** `$LATEST` first, then the published versions by number. */
export function describeAllVersions(world: LambdaWorld, lambda: LambdaFunction): Record<string, unknown>[] {
  return [lambda.latest, ...lambda.versions.values()].map((version) =>
    describeListed(version, functionArn(world, lambda.name, version.version)),
  );
}

/** Where the bytes can be fetched: on AWS a presigned S3 URL, here a path of the sandbox itself. */
export function codeLocation(request: SandboxRequest, code: StoredCode): string {
  const digest = Buffer.from(code.sha256, 'base64').toString('hex');
  return `http://${request.headers.host ?? 'localhost'}/_sandbox/code/${digest}`;
}

/** Code of GetFunction. */
export function describeCode(request: SandboxRequest, code: StoredCode): Record<string, unknown> {
  const {image} = code;
  if (!image) return {RepositoryType: 'S3', Location: codeLocation(request, code)};
  return {RepositoryType: 'ECR', ImageUri: image.uri, ResolvedImageUri: image.resolvedUri};
}

/** `2026-11-21T05:30:00.123+0000`, Lambda's way of writing times. */
export function lambdaTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '+0000');
}

/** Of the one version of each runtime that the sandbox has. */
export function runtimeArn({region}: Pick<LambdaWorld, 'region'>, runtime: string): string {
  const digest = createHash('sha256').update(runtime).digest('hex');
  return arnOf({region, accountId: ''}, 'lambda', `runtime:${digest}`);
}
