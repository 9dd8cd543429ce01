/** An event for EventBridge. */
export interface BusEvent {
  /** Epoch milliseconds. */
  readonly timeMs: number;
  readonly source: string;
  readonly detailType: string;
  /** ARNs of what it is about. */
  readonly resources: readonly string[];
  readonly detail: object;
}

/** Event buses of EventBridge. */
export interface EventBusPort {
  /** Puts one event on a bus, by name or ARN. Throws AwsError. */
  put(bus: string, event: BusEvent, signal?: AbortSignal): Promise<void>;
}

/** Addresses that take JSON. */
export interface WebhookPort {
  /** Posts one document. Throws an Error that says what went wrong and nothing of the address, which is a secret. */
  post(address: string, body: object, signal?: AbortSignal): Promise<void>;
}
