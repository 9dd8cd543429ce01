import type {AliasRef} from '../../model/function/ref.js';

/** Provisioned concurrency of an alias or a version as AWS holds it. */
export interface ProvisionedState {
  readonly requested: number;
  readonly allocated: number;
  readonly available: number;
  /** `IN_PROGRESS | READY | FAILED`; AWS adds values, so compare, never enumerate. */
  readonly status: string;
  readonly statusReason?: string;
}

/** One of all that a function has: of an alias, or of a version. */
export interface ProvisionedConcurrency extends Pick<ProvisionedState, 'requested' | 'allocated' | 'status'> {
  /** Alias name or version digits. */
  readonly qualifier: string;
}

/** Provisioned concurrency, of an alias or of a version, whose digits then stand where the alias would. Every method throws AwsError. */
export interface ProvisionedPort {
  /** `undefined` when there is none. */
  getProvisioned(ref: AliasRef, signal?: AbortSignal): Promise<ProvisionedState | undefined>;
  /** Every alias and version of the function that has some. */
  listProvisioned(functionName: string, signal?: AbortSignal): Promise<readonly ProvisionedConcurrency[]>;
  /** Returns at once; AWS allocates over the next minutes. */
  putProvisioned(ref: AliasRef, requested: number, signal?: AbortSignal): Promise<ProvisionedState>;
  deleteProvisioned(ref: AliasRef, signal?: AbortSignal): Promise<void>;
}
