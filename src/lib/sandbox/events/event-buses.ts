import {JsonServiceError} from '../json-service.js';
import {invalid} from './events-error.js';

/** An event as its bus has it (EventBridge User Guide, eb-events). */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** One event that PutEvents accepted. */
export interface AcceptedEvent {
  readonly bus: string;
  /** False: accepted all the same, and seen by no rule. */
  readonly busExists: boolean;
  readonly event: BusEvent;
}

export interface EventBus {
  readonly name: string;
  readonly description: string | undefined;
  readonly createdMs: number;
}

const DEFAULT_BUS = 'default';
const KEPT = 5_000;

/** Event buses by name, and the newest 5,000 events they were given. What rules do with them: rules/. */
export class EventBuses {
  readonly #buses = new Map<string, EventBus>();
  readonly #now: () => number;
  readonly #onEvent: (bus: string, event: BusEvent) => void;
  #events: AcceptedEvent[] = [];

  /** `onEvent` hears of every event that a bus was given. */
  constructor(now: () => number, onEvent: (bus: string, event: BusEvent) => void = () => undefined) {
    this.#now = now;
    this.#onEvent = onEvent;
    this.#buses.set(DEFAULT_BUS, {name: DEFAULT_BUS, description: undefined, createdMs: now()});
  }

  /** Throws JsonServiceError ResourceAlreadyExistsException. */
  create(name: string, description: string | undefined): EventBus {
    if (this.#buses.has(name)) {
      throw new JsonServiceError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    }
    const bus = {name, description, createdMs: this.#now()};
    this.#buses.set(name, bus);
    return bus;
  }

  /** By name or ARN. Throws JsonServiceError ResourceNotFoundException. */
  get(nameOrArn = DEFAULT_BUS): EventBus {
    const name = busName(nameOrArn);
    const bus = this.#buses.get(name);
    if (!bus) throw new JsonServiceError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
    return bus;
  }

  /** Deleting one that is not there succeeds. */
  delete(name: string): void {
    if (busName(name) === DEFAULT_BUS) throw invalid('Cannot delete event bus default.');
    this.#buses.delete(busName(name));
  }

  list(prefix = ''): readonly EventBus[] {
    return [...this.#buses.values()]
      .filter((bus) => bus.name.startsWith(prefix))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  accept(nameOrArn: string | undefined, event: BusEvent): void {
    const bus = busName(nameOrArn);
    const busExists = this.#buses.has(bus);
    this.#events = [...this.#events.slice(1 - KEPT), {bus, busExists, event}];
    if (busExists) this.#onEvent(bus, event);
  }

  /** What PutEvents accepted, oldest first. */
  accepted(): readonly AcceptedEvent[] {
    return this.#events;
  }

  forget(): void {
    this.#events = [];
  }
}

/** Times of events, to the second. */
export function eventTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** The name in a name or an ARN; of the default bus when there is neither. */
export function busName(nameOrArn = DEFAULT_BUS): string {
  return nameOrArn.replace(/^arn:aws[a-z-]*:events:[^:]*:\d*:event-bus\//, '');
}
