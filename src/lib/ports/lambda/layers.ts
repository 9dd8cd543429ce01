import type {CodeSignature} from '../../model/source/signature.js';
import type {ZipSource} from './functions.js';

/** A layer version as lists tell it. */
export interface LayerVersion {
  /** ARN with the version: what a function's configuration names. */
  readonly arn: string;
  readonly layerName: string;
  readonly version: number;
  readonly description: string;
  /** As AWS writes it; empty when it says nothing. */
  readonly createdAt: string;
}

/** A layer version with what its zip is: lists do not say it (Lambda API, ListLayerVersions). */
export interface LayerContent extends LayerVersion {
  /** base64 of SHA-256 over the zip bytes. */
  readonly codeSha256: string;
  readonly zippedBytes: number;
  /** Who signed it; absent without a signature. */
  readonly signature?: CodeSignature;
}

/** A version of a function, or its `$LATEST`, that has layers. */
export interface LayerUser {
  readonly functionName: string;
  readonly version: string;
  /** ARNs with versions, in the order they are laid over one another. */
  readonly layers: readonly string[];
}

/** Who of other accounts may use a layer version. */
export interface LayerShares {
  /** Accounts and organizations, as `sharedWith` of the model writes them; anybody else as AWS does. */
  readonly sharedWith: readonly string[];
  /** Of the policy; absent when there is none. */
  readonly revisionId?: string;
}

/** Layers and their versions. Every method throws AwsError. But for their policies nothing is guarded: AWS has no RevisionId for layers. */
export interface LayersPort {
  /** The newest version of each layer of the region, by name. */
  listLayers(signal?: AbortSignal): Promise<readonly LayerVersion[]>;
  /** Newest first; deleted versions are not in it. Empty for a layer that is not there. */
  listVersions(layerName: string, signal?: AbortSignal): Promise<readonly LayerVersion[]>;
  /** `undefined` when there is no such version, or none any more. */
  getVersion(layerName: string, version: number, signal?: AbortSignal): Promise<LayerContent | undefined>;
  /** Always makes a new version, also of bytes that are there already. */
  publish(
    input: {readonly layerName: string; readonly description: string; readonly code: ZipSource},
    signal?: AbortSignal,
  ): Promise<LayerContent>;
  /** Also when it is gone already. Functions that have it keep working; no function can be given it any more. */
  deleteVersion(layerName: string, version: number, signal?: AbortSignal): Promise<void>;
  /** Nobody for a version without a policy. */
  getShares(layerName: string, version: number, signal?: AbortSignal): Promise<LayerShares>;
  /** Lets an account, an organization or everybody use a version, when its policy is still of this revision. */
  share(
    layerName: string,
    version: number,
    share: {readonly named: string; readonly revisionId?: string},
    signal?: AbortSignal,
  ): Promise<void>;
  /** Every version and `$LATEST` of every function of the region that has layers; `onProgress` counts versions looked at. */
  listUsers(onProgress?: (seen: number) => void, signal?: AbortSignal): Promise<readonly LayerUser[]>;
}
