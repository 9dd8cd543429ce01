import type {Api} from '../../model/trigger/api.js';
import type {ServedApi} from '../../model/trigger/served-api.js';

/** A stage of an API, with the variables it was read with. */
export interface StagePlace extends Pick<Api, 'apiId' | 'kind'> {
  readonly stage: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** APIs of API Gateway in this account and region. Throws AwsError. */
export interface ApisPort {
  /** One REST, HTTP or WebSocket API with all its stages and integrations; absent when there is none of this id. */
  readApi(apiId: string, signal?: AbortSignal): Promise<Api | undefined>;
  /** The same API with what its stages serve; absent when there is none of this id. */
  readServedApi(apiId: string, signal?: AbortSignal): Promise<ServedApi | undefined>;
  /** Gives one variable of a stage a value, at once and without a deployment; the others stay. */
  setStageVariable(place: StagePlace, variable: string, value: string, signal?: AbortSignal): Promise<void>;
  /** Gives an integration of an HTTP or WebSocket API another URI, everything else as it is. */
  setIntegrationUri(
    place: {readonly apiId: string; readonly integrationId: string},
    uri: string,
    signal?: AbortSignal,
  ): Promise<void>;
}
