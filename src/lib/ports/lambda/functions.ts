import type {CodeSignature} from '../../model/source/signature.js';
import type {FileSystemMount, ImageSettings, LoggingSettings, VpcSettings} from './function-settings.js';

/** A function's or a version's configuration as AWS holds it. Values of `environment` are secret: never emit, print or log them. */
export interface FunctionConfiguration {
  readonly functionName: string;
  readonly arn: string;
  /** Digits, or `$LATEST`. */
  readonly version: string;
  readonly revisionId: string;
  /** base64 of SHA-256 over the zip bytes; of an image the hexadecimal digits of its digest. */
  readonly codeSha256: string;
  readonly zippedBytes: number;
  /** Who signed the code; absent for code without a signature, or by nobody whom the function's configuration allows. */
  readonly signature?: CodeSignature;
  /** `Zip` or `Image`; Lambda never changes it. */
  readonly packageType: string;
  /** `sha256:…` of the image that a function of the type Image runs; compared in place of codeSha256. */
  readonly imageDigest?: string;
  readonly role: string;
  readonly runtime?: string;
  readonly handler?: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly ephemeralStorageMb: number;
  readonly architecture: string;
  readonly environment: Readonly<Record<string, string>>;
  /** AWS's error code when it could not decrypt the environment: `environment` is then empty but not known to be. */
  readonly environmentUnreadable?: string;
  readonly layers: readonly string[];
  /** Zipped size of each of them, by ARN; AWS does not tell the unzipped one. */
  readonly layerZippedBytes?: Readonly<Record<string, number>>;
  readonly deadLetterTargetArn?: string;
  readonly tracingMode?: string;
  readonly vpc?: VpcSettings;
  readonly fileSystems?: readonly FileSystemMount[];
  readonly logging?: LoggingSettings;
  /** What goes before the image's own command; absent for nothing. */
  readonly imageConfig?: ImageSettings;
  /** `Pending | Active | Inactive | Failed | …`; AWS adds values, so compare, never enumerate. Absent in version lists. */
  readonly state?: string;
  readonly stateReason?: string;
  /** `Successful | Failed | InProgress`; absent on a version that UpdateFunctionCode has just published. */
  readonly lastUpdateStatus?: string;
  readonly lastUpdateReason?: string;
  readonly lastModified: string;
  /** The same in epoch milliseconds; absent when it cannot be read. */
  readonly modifiedMs?: number;
  /** Where its lines go; Lambda's own group, `/aws/lambda/<name>`, when AWS names none. */
  readonly logGroup?: string;
  /** Reserved for the function as a whole; 0 means it is stopped. Absent when nothing is, and in everything but getFunction. */
  readonly reservedConcurrency?: number;
  /** The capacity provider it runs on (Lambda Managed Instances); absent for execution environments of Lambda's own. */
  readonly capacityProviderArn?: string;
  /** `PER_TENANT`: every call has to name a tenant. */
  readonly tenantIsolation?: string;
  /** Published versions start from a snapshot of an initialised environment; AWS takes it while the version is Pending. */
  readonly takesSnapshots?: true;
  /** Its executions are kept and go on for days, on the version that they began on. */
  readonly isDurable?: true;
  /** The key that its environment is encrypted with; absent for Lambda's own. */
  readonly kmsKeyArn?: string;
  /** The image by its digest, with its registry. Only in getFunction. */
  readonly imageUri?: string;
  /** The key that protects its zip, apart from that of its environment. Only in getFunction. */
  readonly sourceKmsKeyArn?: string;
  /** The object in S3 that its code is run from without a copy (REFERENCE). Only in getFunction. */
  readonly codeInS3?: string;
  /** The versioned settings this tool never sets (KMS key, SnapStart) as one text: compare it, never read it. */
  readonly otherSettings?: string;
}

/** Where the bytes of a deployment package are. */
export type ZipSource =
  | {readonly kind: 'inline'; readonly zip: Uint8Array}
  | {readonly kind: 's3'; readonly bucket: string; readonly key: string; readonly objectVersion?: string};

/** Where a function's code is; an image is named by its digest. */
export type CodeSource = ZipSource | {readonly kind: 'image'; readonly uri: string};

/** Configuration fields to set; what is absent is not touched. `environment` replaces the whole map on AWS. */
export interface ConfigurationChange {
  readonly handler?: string;
  readonly runtime?: string;
  readonly role?: string;
  readonly memoryMb?: number;
  readonly timeoutSeconds?: number;
  readonly ephemeralStorageMb?: number;
  readonly description?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly layers?: readonly string[];
  readonly tracingMode?: string;
  /** Empty takes the dead-letter queue away. */
  readonly deadLetterTargetArn?: string;
  /** Without subnets the function leaves its VPC. */
  readonly vpc?: VpcSettings;
  readonly fileSystems?: readonly FileSystemMount[];
  /** What it leaves out keeps its value. */
  readonly logging?: LoggingSettings;
  /** Replaces the whole of it on AWS; empty for what the image says itself. */
  readonly imageConfig?: ImageSettings;
}

/** What a function needs at birth. */
export interface NewFunction extends ConfigurationChange {
  readonly functionName: string;
  readonly role: string;
  /** With `handler` and `layers`, of zip packages only. */
  readonly runtime?: string;
  readonly architecture: string;
  readonly code: CodeSource;
  readonly kmsKeyArn?: string;
  readonly sourceKmsKeyArn?: string;
}

/** Functions and versions. Every method throws AwsError; none retries a 409 or a 412, the caller decides. */
export interface FunctionsPort {
  /** `undefined` when the function (or this qualifier of it) does not exist. */
  getFunction(
    functionName: string,
    qualifier?: string,
    signal?: AbortSignal,
  ): Promise<FunctionConfiguration | undefined>;
  /** The same read for who waits for a change: however many wait in this process, together they stay inside Lambda's quota. */
  pollFunction(
    functionName: string,
    qualifier?: string,
    signal?: AbortSignal,
  ): Promise<FunctionConfiguration | undefined>;
  /** The names of all functions of the account and region. */
  listNames(signal?: AbortSignal): Promise<readonly string[]>;
  /** Published versions, ascending by number, without `$LATEST`; `state` is absent in lists (aws-facts: ListVersionsByFunction). */
  listVersions(functionName: string, signal?: AbortSignal): Promise<readonly FunctionConfiguration[]>;
  createFunction(input: NewFunction, signal?: AbortSignal): Promise<FunctionConfiguration>;
  /** Guarded by `revisionId`: PRECONDITION_FAILED when somebody wrote in between. The architecture is always re-sent. */
  updateCode(
    input: {
      readonly functionName: string;
      readonly code: CodeSource;
      readonly architecture: string;
      /** AWS drops the key that is not sent again. */
      readonly sourceKmsKeyArn?: string;
      readonly revisionId: string;
    },
    signal?: AbortSignal,
  ): Promise<FunctionConfiguration>;
  updateConfiguration(
    input: {readonly functionName: string; readonly change: ConfigurationChange; readonly revisionId: string},
    signal?: AbortSignal,
  ): Promise<FunctionConfiguration>;
  /** AWS answers with the newest existing version when nothing changed since it was published. */
  publishVersion(
    input: {
      readonly functionName: string;
      readonly codeSha256: string;
      readonly revisionId: string;
      readonly description: string;
    },
    signal?: AbortSignal,
  ): Promise<FunctionConfiguration>;
}
