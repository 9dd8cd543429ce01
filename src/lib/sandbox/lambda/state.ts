import type {CodeSignature} from '../../model/source/signature.js';
import type {FunctionImage} from '../ecr/image.js';
import {Deliveries} from './invoke/deliveries.js';

/** The versioned part of a function, members spelled as in AWS's FunctionConfiguration. */
export interface FunctionSettings {
  readonly Description: string;
  readonly Role: string;
  readonly Handler?: string;
  readonly Runtime?: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Architectures: readonly string[];
  readonly PackageType: 'Zip' | 'Image';
  readonly Environment?: {readonly Variables: Readonly<Record<string, string>>};
  readonly EphemeralStorage: {readonly Size: number};
  readonly Layers?: readonly {readonly Arn: string; readonly CodeSize: number}[];
  readonly DeadLetterConfig?: {readonly TargetArn: string};
  readonly KMSKeyArn?: string;
  readonly LoggingConfig: {readonly LogFormat: string; readonly LogGroup: string} & Readonly<Record<string, string>>;
  readonly SnapStart: {readonly ApplyOn: string; readonly OptimizationStatus: string};
  readonly TracingConfig: {readonly Mode: string};
  /** Kept and given back, without effect: VpcConfig, FileSystemConfigs, ImageConfig. */
  readonly verbatim: Readonly<Record<string, unknown>>;
}

export interface StoredCode {
  /** base64 of SHA-256 over the zip bytes, as AWS reports it. */
  readonly sha256: string;
  readonly zip: Buffer;
  readonly unzippedBytes: number;
  /** Who signed it; what a function without a code signing configuration tells of nobody. */
  readonly signature?: CodeSignature | undefined;
  /** In place of a zip, which is empty then; `sha256` is that of the image in hexadecimal. */
  readonly image?: FunctionImage;
}

/** `$LATEST` or a published version. Published ones change only in `state`, `lastUpdate` and `revisionId`. */
export interface FunctionVersion {
  readonly version: string;
  settings: FunctionSettings;
  code: StoredCode;
  /** The layers' bytes, held by the version: deleting a layer version leaves its functions working. */
  layers: readonly StoredCode[];
  revisionId: string;
  /** Changes with code and configuration only: execution environments are pooled by it. */
  environmentKey: string;
  lastModifiedMs: number;
  state: 'Pending' | 'Active';
  lastUpdate: 'InProgress' | 'Successful' | undefined;
  /** Fingerprint of the `$LATEST` it was published from: the next publish compares with it. */
  publishedFrom: string | undefined;
}

/** What `$LATEST` runs: during an update still the code and configuration from before. */
export type ServedVersion = Pick<FunctionVersion, 'version' | 'settings' | 'code' | 'layers' | 'environmentKey'>;

/** Where an alias points, and what its owner says of it. */
export interface AliasState {
  readonly functionVersion: string;
  readonly description: string;
  /** At most one entry: additional version to its share, 0 to 1. */
  readonly weights: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

export interface Alias extends AliasState {
  readonly name: string;
  functionVersion: string;
  description: string;
  weights: Readonly<Record<string, number>>;
  revisionId: string;
  /** Its states before, oldest first, each with the sandbox time at which it was replaced. */
  past: readonly (AliasState & {readonly untilMs: number})[];
}

export interface ProvisionedConfig {
  readonly requested: number;
  status: 'IN_PROGRESS' | 'READY';
  lastModifiedMs: number;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly [member: string]: unknown;
}

export interface ResourcePolicy {
  readonly statements: Map<string, PolicyStatement>;
}

export interface EventInvokeConfig {
  readonly maximumRetryAttempts: number | undefined;
  readonly maximumEventAgeSeconds: number | undefined;
  readonly destinations: {readonly onSuccess: string | undefined; readonly onFailure: string | undefined};
  readonly lastModifiedMs: number;
}

export interface FunctionUrl {
  readonly id: string;
  /** The alias it is of; undefined for the bare function. */
  readonly qualifier: string | undefined;
  readonly functionArn: string;
  readonly authType: string;
  readonly cors: unknown;
  readonly invokeMode: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** Which version of a runtime a function version runs on. */
export interface RuntimeManagement {
  readonly updateRuntimeOn: string;
  readonly runtimeVersionArn: string | undefined;
}

export interface LambdaFunction {
  readonly name: string;
  readonly latest: FunctionVersion;
  served: ServedVersion;
  /** Published versions in the order of their numbers. */
  readonly versions: Map<string, FunctionVersion>;
  readonly aliases: Map<string, Alias>;
  reservedConcurrency: number | undefined;
  tags: Readonly<Record<string, string>>;
  recursiveLoop: string;
  /** By qualifier, which is an alias's name or a version; `$LATEST` for the bare function where AWS allows it. */
  readonly provisioned: Map<string, ProvisionedConfig>;
  readonly policies: Map<string, ResourcePolicy>;
  readonly eventInvoke: Map<string, EventInvokeConfig>;
  readonly urls: Map<string, FunctionUrl>;
  /** By version. */
  readonly runtimeManagement: Map<string, RuntimeManagement>;
  codeSigningConfigArn: string | undefined;
}

export interface LayerVersion {
  readonly number: number;
  readonly code: StoredCode;
  readonly createdMs: number;
  readonly description: string;
  readonly licenseInfo: string | undefined;
  readonly compatibleRuntimes: readonly string[] | undefined;
  readonly compatibleArchitectures: readonly string[] | undefined;
  readonly policy: {readonly statements: Map<string, PolicyStatement>; revisionId: string};
}

export interface Layer {
  readonly name: string;
  readonly versions: Map<number, LayerVersion>;
}

export interface EventSourceMapping {
  readonly uuid: string;
  readonly arn: string;
  functionArn: string;
  /** What its events go to until a change has settled; absent while it is off. */
  servedArn?: string | undefined;
  /** Members as AWS spells them: of the source, and how it is read. */
  settings: Readonly<Record<string, unknown>>;
  modifiedMs: number;
  state: 'Creating' | 'Enabled' | 'Disabled' | 'Updating' | 'Deleting';
}

export interface CodeSigningConfig {
  readonly id: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly allowedPublishers: unknown;
  readonly policies: unknown;
  readonly modifiedMs: number;
}

/** All of Lambda in one account and Region. */
export class LambdaState {
  readonly functions = new Map<string, LambdaFunction>();
  readonly layers = new Map<string, Layer>();
  readonly deliveries = new Deliveries();
  readonly eventSources = new Map<string, EventSourceMapping>();
  /** Of event source mappings and code signing configurations, by ARN; a function has its own. */
  readonly tags = new Map<string, Readonly<Record<string, string>>>();
  /** By ARN. */
  readonly codeSigningConfigs = new Map<string, CodeSigningConfig>();
  private readonly counters = new Map<string, number>();

  /** The next number of a function (`function:NAME`) or layer (`layer:NAME`): never reused, even after deletion and re-creation. */
  nextNumber(resource: string): number {
    const number = (this.counters.get(resource) ?? 0) + 1;
    this.counters.set(resource, number);
    return number;
  }
}
