import type {BusEvent, EventBusPort} from '../../ports/rollout/notices.js';
import type {AwsClients} from '../clients.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {newAwsError} from '../error/mapping.js';

/** Event buses by PutEvents, one event a request. A bus that is not there takes it too, and nobody gets it. */
export class EventBridgeBus implements EventBusPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async put(bus: string, event: BusEvent, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.events();
    const call = {action: 'events:PutEvents', subject: `event bus ${bus}`};
    const command = new sdk.PutEventsCommand({
      Entries: [
        {
          EventBusName: bus,
          Time: new Date(event.timeMs),
          Source: event.source,
          DetailType: event.detailType,
          Resources: [...event.resources],
          Detail: JSON.stringify(event.detail),
        },
      ],
    });
    const {Entries = []} = await callAws(call, () => client.send(command, requestOptions(signal)));
    // Each event is refused for itself, in an answer that says 200.
    const [entry] = Entries;
    if (entry?.ErrorCode !== undefined) {
      throw newAwsError('AWS_ERROR', call, `${entry.ErrorCode}: ${entry.ErrorMessage ?? ''}`, {
        awsError: entry.ErrorCode,
      });
    }
  }
}
