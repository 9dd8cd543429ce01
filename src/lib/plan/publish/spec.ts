import type {S3Object} from '../../model/source/s3-object.js';
import type {ConfigurationChange} from '../../ports/lambda/functions.js';
import type {ArtifactPlace} from './code-step.js';
import type {EnvironmentMode} from './configuration.js';
import type {LayerSpec} from './layer.js';
import type {SigningStep} from './signing.js';

/** An image as it is released: by the digest of the one manifest for the function's architecture. */
export interface ImageCode {
  /** By digest. */
  readonly uri: string;
  readonly digest: string;
}

/** What a release wants published. */
export interface PublishSpec {
  readonly functionName: string;
  readonly package: {
    /** What it is, on every machine. */
    readonly contentDigest: string;
    /** base64 of SHA-256 over the zip: AWS's own where it has this content, since that need not be packed. */
    readonly codeSha256: string;
    readonly zippedBytes: number;
    readonly unzippedBytes: number;
    /** Where it lies in S3 already, so that it is not sent. */
    readonly stored?: S3Object;
    /** In place of a zip; `zippedBytes` are then those of its compressed layers. */
    readonly image?: ImageCode;
  };
  /** Dependencies that travel apart from the package. */
  readonly layer?: LayerSpec;
  /** What is absent is not touched. */
  readonly configuration: ConfigurationChange;
  /** `merge` unless told otherwise. */
  readonly environmentMode?: EnvironmentMode;
  readonly architecture?: string;
  readonly artifacts?: ArtifactPlace;
  /** Who signs package and layer; absent for code that is released as it is. */
  readonly signing?: SigningStep;
  /** Whether a function that is not there may be created; its role is `configuration.role`. */
  readonly create: boolean;
  /** Text on the version, such as commit and subject. The content's digest is written after it. */
  readonly versionDescription: string;
}
