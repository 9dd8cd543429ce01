import type {ImageReference} from '../../model/image/reference.js';
import type {S3Object} from '../../model/source/s3-object.js';
import type {ConfigurationChange} from '../../ports/lambda/functions.js';

/** What the permissions are for: whose account, which functions, and what the release file sets of them. */
export interface PermissionScope {
  /** `aws`, `aws-cn` … */
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly functions: readonly FunctionScope[];
  readonly artifacts?: {readonly bucket: string; readonly prefix: string};
  /** The bucket is the one that lambda-release keeps itself, and makes. */
  readonly makesBucket?: boolean;
  /** The release file invokes candidates before they get traffic. */
  readonly hasSmokeTests: boolean;
  /** ARN of the role by which rollouts are leased; absent when none are. */
  readonly leaseRole?: string;
  /** Rollouts are driven by the engine. */
  readonly usesEngine?: boolean;
  /** Log group that keeps every event; absent when none does. */
  readonly recordGroup?: string;
  /** Event bus that is told of rollouts, by name or ARN; absent when none is. */
  readonly eventBus?: string;
  /** The release file looks at alarms. */
  readonly hasAlarms: boolean;
  /** Parameter by which people stop releases; absent when there is none. */
  readonly stopParameter?: string;
  /** The release file asks for free executions in the account's pool. */
  readonly hasHeadroom?: boolean;
}

export interface FunctionScope {
  readonly functionName: string;
  readonly exists: boolean;
  readonly configuration: ConfigurationChange;
  /** The object in S3 that another tool has put its code into; absent when the code comes from here. */
  readonly code?: S3Object;
  /** The profile that signs its code; absent when none does. */
  readonly signingProfile?: string;
  /** The repository of its image; absent for a zip package. */
  readonly image?: ImageReference;
  readonly logGroup: string;
  /** Of the dependencies that become a layer; absent when none do. */
  readonly layerName?: string;
  /** The release file shares that layer with others. */
  readonly sharesLayer?: boolean;
  /** ARNs of the layers that the function has; absent when they are not known. */
  readonly attachedLayers?: readonly string[];
  readonly setsTags: boolean;
  readonly setsReservation: boolean;
  /** Destinations and retries, which are the alias's. */
  readonly setsAsyncInvoke: boolean;
}
