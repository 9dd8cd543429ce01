import type {IncomingMessage, ServerResponse} from 'node:http';
import {text} from 'node:stream/consumers';
import * as z from 'zod';
import {TelemetryBuffer} from './telemetry-buffer.js';
import type {TelemetryEvent} from './telemetry-event.js';

const TYPES = ['platform', 'function', 'extension'] as const;
const subscriptionSchema = z.object({
  schemaVersion: z.enum(['2022-07-01', '2022-12-13', '2025-01-29']),
  types: z.array(z.enum(TYPES)).min(1),
  buffering: z
    .object({
      maxItems: z.number().int().min(1000).max(10_000).default(10_000),
      maxBytes: z.number().int().min(262_144).max(1_048_576).default(262_144),
      timeoutMs: z.number().int().min(25).max(30_000).default(1000),
    })
    .prefault({}),
  destination: z.union([
    z.object({protocol: z.literal('HTTP'), URI: z.url()}),
    z.object({protocol: z.literal('TCP'), port: z.number().int().min(1).max(65_535)}),
  ]),
});

/**
 * The Telemetry API of one environment: extensions subscribe while it is initialised, and get what function, extensions and
 * platform have to say in batches, from the beginning on. Whatever host they name, it is this one that they listen on.
 */
export class Telemetry {
  readonly #history: TelemetryEvent[] = [];
  readonly #buffers = new Map<string, {readonly types: readonly string[]; readonly buffer: TelemetryBuffer}>();
  #isOpen = true;

  add(event: TelemetryEvent): void {
    if (this.#isOpen) this.#history.push(event);
    const [kind = ''] = event.type.split('.');
    for (const {types, buffer} of this.#buffers.values()) if (types.includes(kind)) buffer.add(event);
  }

  /** Takes no more subscriptions: the environment is initialised. */
  close(): void {
    this.#isOpen = false;
    this.#history.length = 0;
  }

  /** Sends what waits, as the platform does before it shuts down; never rejects. */
  async flush(): Promise<void> {
    await Promise.all([...this.#buffers.values()].map(({buffer}) => buffer.flush()));
  }

  /** PUT of a subscription by the extension `name`; a second one takes the place of its first. */
  async subscribe(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const given = subscriptionSchema.safeParse(parsed(await text(request)));
    if (!this.#isOpen)
      return refuse(response, 403, 'Telemetry.SubscriptionClosed', 'Telemetry API subscription is closed already');
    if (!given.success) return refuse(response, 400, 'ValidationError', z.prettifyError(given.error));
    const {types, buffering, destination} = given.data;
    const buffer = new TelemetryBuffer(destination, buffering);
    this.#buffers.set(name, {types, buffer});
    for (const event of this.#history) if (isOf(event, types)) buffer.add(event);
    response.writeHead(200, {'content-type': 'text/plain', 'content-length': 2});
    response.end('OK');
    this.add({
      time: new Date().toISOString(),
      type: 'platform.telemetrySubscription',
      record: {name, state: 'Subscribed', types},
    });
  }
}

function isOf({type}: TelemetryEvent, types: readonly string[]): boolean {
  return types.includes(type.split('.')[0] ?? '');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Told as the subscription that it is not.
    return undefined;
  }
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  const body = Buffer.from(JSON.stringify({errorType, errorMessage}));
  response.writeHead(status, {'content-type': 'application/json', 'content-length': body.length});
  response.end(body);
}
