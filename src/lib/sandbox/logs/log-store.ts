import {clockTimeMs} from '../../model/clock-speed.js';
import type {SandboxClock} from '../clock.js';
import type {WrittenEvent} from './metric-extraction.js';

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
  /** UTF-16 units of all messages. */
  size: number;
}

const KEPT_EVENTS = 50_000;
const KEPT_SIZE = 32 * 2 ** 20;
const MAX_MESSAGE = 262_144;

/**
 * Log groups in memory, created by the first line written to them. Each keeps its newest 50,000 events, or 32 Mi characters
 * of them, and for a while up to twice as many; what is older is gone, its stream stays. Readers see a line at once, without CloudWatch's delivery delay.
 */
export class LogStore {
  readonly #clock: SandboxClock;
  readonly #onEvent: (event: WrittenEvent) => void;
  readonly #groups = new Map<string, LogGroup>();
  #sequence = 0;

  /** `onEvent` hears of every event that is written. */
  constructor(clock: SandboxClock, onEvent: (event: WrittenEvent) => void = () => undefined) {
    this.#clock = clock;
    this.#onEvent = onEvent;
  }

  /** One line of a handler or of the platform. */
  append(groupName: string, streamName: string, timestampMs: number, message: string): void {
    const nowMs = this.#clock.now();
    const group = this.#groups.get(groupName) ?? {
      name: groupName,
      createdMs: nowMs,
      streams: new Map<string, LogStream>(),
      events: [],
      size: 0,
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
    const kept = message.slice(0, MAX_MESSAGE);
    group.size += kept.length;
    group.events.push({
      sequence: ++this.#sequence,
      stream: streamName,
      timestampMs,
      ingestionMs: nowMs,
      message: kept,
    });
    if (group.events.length > 2 * KEPT_EVENTS || group.size > 2 * KEPT_SIZE) forgetOldest(group);
    this.#onEvent({group: groupName, message: kept, toSandboxMs: (wallMs) => clockTimeMs(this.#clock.speed, wallMs)});
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

function forgetOldest(group: LogGroup): void {
  let first = 0;
  for (const event of group.events) {
    if (group.events.length - first <= KEPT_EVENTS && group.size <= KEPT_SIZE) break;
    group.size -= event.message.length;
    first++;
  }
  group.events = group.events.slice(first);
}

function byName(a: {readonly name: string}, b: {readonly name: string}): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
