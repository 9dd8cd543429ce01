import {once} from 'node:events';
import {request} from 'node:http';
import {connect} from 'node:net';
import {loopback} from '../../http-server.js';
import type {TelemetryEvent} from './telemetry-event.js';

/** Where an extension listens: a JSON array in a POST, or JSON lines over TCP. */
export type TelemetryDestination =
  | {readonly protocol: 'HTTP'; readonly URI: string}
  | {readonly protocol: 'TCP'; readonly port: number};

export interface Buffering {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

const SEND_LIMIT_MS = 2000;

/** The events that wait for one extension: sent when there are many, when they are large, or when the first has waited long enough. */
export class TelemetryBuffer {
  readonly #destination: TelemetryDestination;
  readonly #buffering: Buffering;
  #events: TelemetryEvent[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(destination: TelemetryDestination, buffering: Buffering) {
    this.#destination = destination;
    this.#buffering = buffering;
  }

  add(event: TelemetryEvent): void {
    const {maxItems, maxBytes, timeoutMs} = this.#buffering;
    this.#events.push(event);
    this.#bytes += JSON.stringify(event).length;
    if (this.#events.length >= maxItems || this.#bytes >= maxBytes) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), timeoutMs).unref();
  }

  /** Resolves once everything was sent, or could not be: a listener that does not listen loses it. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#events;
    this.#events = [];
    this.#bytes = 0;
    if (events.length > 0) this.#sending = this.#sending.then(() => this.#send(events).catch(() => undefined));
    await this.#sending;
  }

  async #send(events: readonly TelemetryEvent[]): Promise<void> {
    const signal = AbortSignal.timeout(SEND_LIMIT_MS);
    if (this.#destination.protocol === 'TCP') {
      const socket = connect({port: this.#destination.port, host: loopback, signal});
      socket.end(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
      await once(socket, 'close', {signal});
      return;
    }
    const {port, pathname, search} = new URL(this.#destination.URI);
    const body = Buffer.from(JSON.stringify(events));
    const headers = {'content-type': 'application/json', 'content-length': body.length};
    const sent = request({host: loopback, port: port || 80, path: pathname + search, method: 'POST', headers, signal});
    sent.end(body);
    const [response] = await once(sent, 'response', {signal});
    response.resume();
    await once(response, 'end', {signal});
  }
}
