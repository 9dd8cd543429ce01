/** An event that went to a destination or a dead-letter queue. */
export interface DeliveredEvent {
  /** Sandbox time, ISO 8601. */
  readonly at: string;
  readonly kind: 'on-success' | 'on-failure' | 'dead-letter';
  readonly destination: string;
  /** Qualified ARN of the function the event was for. */
  readonly functionArn: string;
  /** What was sent: the record of the invocation, or the bare event for a dead-letter queue. */
  readonly body: unknown;
  /** Message attributes of a dead-letter queue. */
  readonly attributes?: Readonly<Record<string, string>>;
}

const kept = 1_000;

/** What asynchronous invocations sent on, the most recent last: the queues, topics and buses themselves are not here. */
export class Deliveries {
  private events: DeliveredEvent[] = [];

  add(event: DeliveredEvent): void {
    this.events.push(event);
    if (this.events.length > 2 * kept) this.events = this.events.slice(-kept);
  }

  recent(): readonly DeliveredEvent[] {
    return this.events.slice(-kept);
  }

  clear(): void {
    this.events = [];
  }
}
