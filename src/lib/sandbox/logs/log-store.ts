import {clockTimeMs} from '../../model/clock-speed.js';
import type {SandboxClock} from '../clock.js';
import type {WrittenEvent} from './written-event.js';

export interface LogEvent {
  /** Ascending over the whole store in the order of writing: the position that page tokens name. */
  readonly sequence: number;
  readonly stream: string;
  readonly timestampMs: number;
  readonly ingestionMs: number;
  readonly message: string;
}

export interface LogStream {
  readonly name: string;
  readonly createdMs: number;
  /** Of its events; absent while there are none. */
  firstEventMs?: number;
  lastEventMs?: number;
  lastIngestionMs?: number;
}

export interface LogGroup {
  readonly name: string;
  readonly createdMs: number;
  readonly class: string;
  readonly tags: Map<string, string>;
  /** Absent = for ever. */
  retentionDays?: number | undefined;
  readonly streams: Map<string, LogStream>;
  events: LogEvent[];
  /** UTF-16 units of all messages. */
  size: number;
}

export interface NewGroup {
  readonly tags?: Readonly<Record<string, string>>;
  readonly class?: string;
}

const KEPT_EVENTS = 50_000;
const KEPT_SIZE = 32 * 2 ** 20;
// An event may have 1 MB (CloudWatch Logs User Guide, cloudwatch_limits_cwl).
const MAX_MESSAGE = 1_048_576;
const DAY_MS = 86_400_000;

/**
 * Log groups in memory; a handler's is created by its first line. Each keeps its newest 50,000 events, or 32 Mi characters
 * of them, and for a while up to twice as many; what is older is gone, its stream stays. What is older than the group's
 * retention is not read any more. Readers see a line at once, without CloudWatch's delivery delay.
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

  /** One line of a handler or of the platform; their group and stream are made for them. */
  append(groupName: string, streamName: string, timestampMs: number, message: string): void {
    const group = this.#groups.get(groupName) ?? this.createGroup(groupName);
    const stream = group.streams.get(streamName) ?? this.createStream(group, streamName);
    this.#add(group, stream, {timestampMs, message}, (wallMs) => clockTimeMs(this.#clock.speed, wallMs));
  }

  /** Events of a client, whose clock is the sandbox's own. */
  put(group: LogGroup, stream: LogStream, events: readonly Pick<LogEvent, 'timestampMs' | 'message'>[]): void {
    for (const event of events) this.#add(group, stream, event, (ms) => ms);
  }

  createGroup(name: string, {tags = {}, class: groupClass = 'STANDARD'}: NewGroup = {}): LogGroup {
    const group: LogGroup = {
      name,
      createdMs: this.#clock.now(),
      class: groupClass,
      tags: new Map(Object.entries(tags)),
      streams: new Map(),
      events: [],
      size: 0,
    };
    this.#groups.set(name, group);
    return group;
  }

  deleteGroup(name: string): void {
    this.#groups.delete(name);
  }

  createStream(group: LogGroup, name: string): LogStream {
    const stream: LogStream = {name, createdMs: this.#clock.now()};
    group.streams.set(name, stream);
    return stream;
  }

  /** With its events. */
  deleteStream(group: LogGroup, name: string): void {
    group.streams.delete(name);
    group.events = group.events.filter((event) => event.stream !== name);
    group.size = group.events.reduce((total, event) => total + event.message.length, 0);
  }

  group(name: string): LogGroup | undefined {
    return this.#groups.get(name);
  }

  /** By name. */
  groups(): readonly LogGroup[] {
    return [...this.#groups.values()].sort(byName);
  }

  /** The streams of a group by name; undefined when there is no such group. */
  streams(groupName: string, prefix = ''): readonly LogStream[] | undefined {
    const group = this.#groups.get(groupName);
    return group && [...group.streams.values()].filter((stream) => stream.name.startsWith(prefix)).sort(byName);
  }

  /** A group's events by their times, then as they were written; undefined when there is no such group. */
  events(groupName: string): readonly LogEvent[] | undefined {
    const group = this.#groups.get(groupName);
    if (!group) return undefined;
    const sinceMs = group.retentionDays === undefined ? 0 : this.#clock.now() - group.retentionDays * DAY_MS;
    return group.events
      .filter((event) => event.timestampMs >= sinceMs)
      .sort((a, b) => a.timestampMs - b.timestampMs || a.sequence - b.sequence);
  }

  #add(
    group: LogGroup,
    stream: LogStream,
    {timestampMs, message}: Pick<LogEvent, 'timestampMs' | 'message'>,
    toSandboxMs: WrittenEvent['toSandboxMs'],
  ): void {
    const ingestionMs = this.#clock.now();
    stream.firstEventMs = Math.min(stream.firstEventMs ?? timestampMs, timestampMs);
    stream.lastEventMs = Math.max(stream.lastEventMs ?? timestampMs, timestampMs);
    stream.lastIngestionMs = ingestionMs;
    const kept = message.slice(0, MAX_MESSAGE);
    group.size += kept.length;
    group.events.push({sequence: ++this.#sequence, stream: stream.name, timestampMs, ingestionMs, message: kept});
    if (group.events.length > 2 * KEPT_EVENTS || group.size > 2 * KEPT_SIZE) forgetOldest(group);
    this.#onEvent({group: group.name, message: kept, timestampMs, toSandboxMs});
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
