import type {PublishedVersion, Version} from '../../model/versions/version.js';

/** What an account stores in one region: every version of every function and layer counts (GetAccountSettings). */
export interface CodeStorage {
  readonly usedBytes: number;
  readonly limitBytes: number;
}

/** What is done to published versions one by one. Every method throws AwsError. */
export interface VersionsPort {
  /**
   * Deletes one version and can delete nothing else. False when it was gone already. RESOURCE_CONFLICT when an alias uses
   * it.
   */
  deleteVersion(functionName: string, version: PublishedVersion, signal?: AbortSignal): Promise<boolean>;
  /** The zip of a version; `undefined` when there is none to be had, as for container images. */
  readPackage(functionName: string, version: PublishedVersion, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** Durable executions that run on a version: they go on there, and nowhere else. */
  countRunningExecutions(functionName: string, version: Version, signal?: AbortSignal): Promise<number>;
  getCodeStorage(signal?: AbortSignal): Promise<CodeStorage>;
}
