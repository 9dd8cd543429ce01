import type {EventSource, EventSourcesPort} from '../../ports/event-sources.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import {type AwsCall, callAws, requestOptions} from '../error/aws-call.js';

/**
 * Event source mappings of AWS Lambda. The region's list is filtered here: the API reference does not say whether a list
 * by the bare function name includes mappings to its aliases and versions.
 */
export class LambdaEventSources implements EventSourcesPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async listEventSources(signal?: AbortSignal): Promise<readonly EventSource[]> {
    const call: AwsCall = {action: 'lambda:ListEventSourceMappings', subject: 'the event sources of this region'};
    const {client, sdk} = await this.#clients.lambda();
    const sources: EventSource[] = [];
    let marker: string | undefined;
    do {
      const command = new sdk.ListEventSourceMappingsCommand({Marker: marker});
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      for (const {UUID: uuid, FunctionArn: arn, EventSourceArn: sourceArn, State: state} of page.EventSourceMappings ??
        []) {
        // arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]
        const [functionName, qualifier] = required(arn, 'FunctionArn', call).split(':').slice(6);
        sources.push({
          uuid: required(uuid, 'UUID', call),
          functionName: required(functionName, 'FunctionArn', call),
          ...(qualifier !== undefined && qualifier !== '$LATEST' && {qualifier}),
          ...(sourceArn !== undefined && {sourceArn}),
          state: state ?? '',
        });
      }
      marker = page.NextMarker;
    } while (marker);
    return sources;
  }
}
