import type {AliasRef} from '../../model/function/ref.js';

/** How asynchronous events of an alias are retried and where they end. What is absent is AWS's default. */
export interface AsyncSettings {
  readonly retries?: number;
  readonly maxAgeSeconds?: number;
  /** ARN of the destination. */
  readonly onSuccess?: string;
  readonly onFailure?: string;
}

/** What is to be set; what is absent is not touched. An empty destination takes it away. */
export type AsyncSettingsChange = AsyncSettings;

/** The settings belong to the alias, not to its versions, and hold from the next event on. Throws AwsError. */
export interface AsyncSettingsPort {
  /** `undefined` when the alias has none, or is not there. */
  getAsyncSettings(ref: AliasRef, signal?: AbortSignal): Promise<AsyncSettings | undefined>;
  /** The whole of them: what is absent goes back to AWS's default. */
  putAsyncSettings(ref: AliasRef, settings: AsyncSettings, signal?: AbortSignal): Promise<void>;
}
