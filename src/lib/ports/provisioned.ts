import type {AliasRef} from '../model/function-ref.js';

/** Provisioned concurrency of an alias as AWS holds it. */
export interface ProvisionedState {
  readonly requested: number;
  readonly allocated: number;
  readonly available: number;
  /** `IN_PROGRESS | READY | FAILED`; AWS adds values, so compare, never enumerate. */
  readonly status: string;
  readonly statusReason?: string;
}

/** Provisioned concurrency of aliases. Every method throws AwsError. */
export interface ProvisionedPort {
  /** `undefined` when there is none. */
  getProvisioned(ref: AliasRef, signal?: AbortSignal): Promise<ProvisionedState | undefined>;
  /** Returns at once; AWS allocates over the next minutes. */
  putProvisioned(ref: AliasRef, requested: number, signal?: AbortSignal): Promise<ProvisionedState>;
  deleteProvisioned(ref: AliasRef, signal?: AbortSignal): Promise<void>;
}
