import type {Api} from '../../model/trigger/api.js';

/** APIs of API Gateway in this account and region. Throws AwsError. */
export interface ApisPort {
  /** One REST, HTTP or WebSocket API with all its stages and integrations; absent when there is none of this id. */
  readApi(apiId: string, signal?: AbortSignal): Promise<Api | undefined>;
}
