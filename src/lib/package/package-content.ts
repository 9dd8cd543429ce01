import type {S3Object} from '../model/source/s3-object.js';
import type {NativeBinary} from './inspect/native-binaries.js';

/** The bytes that AWS gets. */
export interface PackedZip {
  readonly zip: Uint8Array;
  /** base64 of SHA-256 over the zip: what AWS reports as CodeSha256. Another Node.js may give another one for the same content. */
  readonly codeSha256: string;
  readonly zippedBytes: number;
}

/** A deployment package or a layer of which every byte has been read: what it is, is known, and it is deflated only when it has to travel. */
export interface PackageContent {
  /** What it is, on every machine: see contentDigest. */
  readonly contentDigest: string;
  readonly unzippedBytes: number;
  readonly files: number;
  /** Where it lies in S3 already, as another tool has put it there. */
  readonly stored?: S3Object;
  /** The compiled files, to be compared with the architecture once that is known. */
  readonly binaries: readonly NativeBinary[];
  /** Deflates it. Throws UsageError when a file is no longer what was read. */
  pack(): Promise<PackedZip>;
}

/** The same of a function's own package. */
export interface FunctionPackageContent extends PackageContent {
  /** The paths in the zip, in its order: among them the handler is looked for. */
  readonly zipPaths: readonly string[];
  /** Those of them without a byte. */
  readonly emptyPaths: readonly string[];
}
