import type {SandboxClock} from '../clock.js';

export interface LogEvent {
  /** Ascending over the whole store: the position that page tokens name. */
  readonly sequence: number;
  readonly stream: string;
  readonly timestampMs: number;
  readonly ingestionMs: number;
  readonly message: string;
}

export interface LogStream {
  readonly name: string;
  readonly createdMs: number;
  firstEventMs: number;
  lastEventMs: number;
}

interface LogGroup {
  readonly name: string;
  readonly createdMs: number;
  readonly streams: Map<string, LogStream>;
  events: LogEvent[];
}

const KEPT_EVENTS = 50_000;
const MAX_MESSAGE = 262_144;

/**
 * Log groups in memory, created by the first line written to them. Each keeps its newest 50,000 to 100,000 events; what
 * is older is gone, its stream stays. Readers see a line at once, without CloudWatch's delivery delay.
 */
export class LogStore {
  readonly #clock: SandboxClock;
  readonly #groups = new Map<string, LogGroup>();
  #sequence = 0;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  append(groupName: string, streamName: string, timestampMs: number, message: string): void {
    const nowMs = this.#clock.now();
    const group = this.#groups.get(groupName) ?? {
      name: groupName,
      createdMs: nowMs,
      streams: new Map<string, LogStream>(),
      events: [],
    };
    this.#groups.set(groupName, group);
    const stream = group.streams.get(streamName) ?? {
      name: streamName,
      createdMs: nowMs,
      firstEventMs: timestampMs,
      lastEventMs: timestampMs,
    };
    group.streams.set(streamName, stream);
    stream.lastEventMs = Math.max(stream.lastEventMs, timestampMs);
    group.events.push({
      sequence: ++this.#sequence,
      stream: streamName,
      timestampMs,
      ingestionMs: nowMs,
      message: message.slice(0, MAX_MESSAGE),
    });
    if (group.events.length > 2 * KEPT_EVENTS) group.events = group.events.slice(-KEPT_EVENTS);
  }

  groups(prefix = ''): readonly {readonly name: string; readonly createdMs: number}[] {
    return [...this.#groups.values()].filter((group) => group.name.startsWith(prefix)).sort(byName);
  }

  /** The streams of a group by name; undefined when there is no such group. */
  streams(groupName: string, prefix = ''): readonly LogStream[] | undefined {
    const group = this.#groups.get(groupName);
    return group && [...group.streams.values()].filter((stream) => stream.name.startsWith(prefix)).sort(byName);
  }

  /** A group's events in the order in which they were written; undefined when there is no such group. */
  events(groupName: string): readonly LogEvent[] | undefined {
    return this.#groups.get(groupName)?.events;
  }
}

function byName(a: {readonly name: string}, b: {readonly name: string}): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
