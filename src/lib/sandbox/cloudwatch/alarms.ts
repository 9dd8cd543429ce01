import * as z from 'zod';
import type {SandboxClock} from '../clock.js';
import {decimal, flag, integer, parseInput} from './input.js';
import {formatPageToken, parsePageToken} from './page-token.js';
import {CloudWatchError, invalidParameterCombination} from './service-error.js';

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
const strings = z.array(z.string()).default([]);
const tagsSchema = z.array(z.object({Key: z.string().min(1), Value: z.string()})).default([]);

const alarmSchema = z.looseObject({
  AlarmName: z.string().min(1).max(255),
  ActionsEnabled: flag.default(true),
  OKActions: strings,
  AlarmActions: strings,
  InsufficientDataActions: strings,
  Period: integer.optional(),
  EvaluationPeriods: integer.optional(),
  DatapointsToAlarm: integer.optional(),
  Threshold: decimal.optional(),
  Tags: tagsSchema,
});
const compositeSchema = alarmSchema.extend({AlarmRule: z.string().min(1).max(10_240)});
const arnSchema = z.object({ResourceARN: z.string()});
const namesSchema = z.object({AlarmNames: z.array(z.string()).max(100)});
const stateSchema = z.object({
  AlarmName: z.string().min(1),
  StateValue: z.enum(STATES),
  StateReason: z.string(),
  StateReasonData: z.string().optional(),
});
const describeSchema = z.object({
  AlarmNames: z.array(z.string()).max(100).optional(),
  AlarmNamePrefix: z.string().optional(),
  AlarmTypes: z.array(z.string()).default(['MetricAlarm']),
  StateValue: z.enum(STATES).optional(),
  MaxRecords: integer.pipe(z.number().min(1).max(100)).default(50),
  NextToken: z.string().optional(),
});

interface Alarm {
  readonly type: 'MetricAlarm' | 'CompositeAlarm';
  readonly name: string;
  /** As put, so that what was set is read back; states and times are merged over it. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly configuredAt: Date;
  readonly tags: Map<string, string>;
  state: (typeof STATES)[number];
  reason: string;
  reasonData?: string | undefined;
  updatedAt: Date;
  transitionedAt: Date;
}

/**
 * Alarms as things to ask for: what was put is told, with the state that SetAlarmState gave it. Nothing evaluates them; a
 * new alarm is INSUFFICIENT_DATA until somebody sets it, and a state stays until the next SetAlarmState.
 */
export class Alarms {
  readonly #clock: SandboxClock;
  readonly #alarms = new Map<string, Alarm>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  putMetricAlarm(input: unknown): undefined {
    return this.#put('MetricAlarm', parseInput(alarmSchema, input));
  }

  putCompositeAlarm(input: unknown): undefined {
    return this.#put('CompositeAlarm', parseInput(compositeSchema, input));
  }

  deleteAlarms(input: unknown): undefined {
    const {AlarmNames: names} = parseInput(namesSchema, input);
    const missing = names.filter((name) => !this.#alarms.has(name));
    if (missing.length > 0) throw notFound(missing);
    for (const name of names) this.#alarms.delete(name);
    return undefined;
  }

  setAlarmState(input: unknown): undefined {
    const request = parseInput(stateSchema, input);
    const alarm = this.#alarms.get(request.AlarmName);
    if (!alarm) throw notFound([request.AlarmName]);
    const now = new Date(this.#clock.now());
    if (alarm.state !== request.StateValue) alarm.transitionedAt = now;
    alarm.state = request.StateValue;
    alarm.reason = request.StateReason;
    alarm.reasonData = request.StateReasonData;
    alarm.updatedAt = now;
    return undefined;
  }

  /** Without AlarmTypes only metric alarms; names nobody knows are left out without a word, as CloudWatch does. */
  describeAlarms(input: unknown, region: string) {
    const request = parseInput(describeSchema, input);
    if (request.AlarmNames && request.AlarmNamePrefix !== undefined) {
      throw invalidParameterCombination('AlarmNames and AlarmNamePrefix cannot be used together.');
    }
    const matching = [...this.#alarms.values()]
      .filter((alarm) => request.AlarmTypes.includes(alarm.type))
      .filter((alarm) => !request.AlarmNames?.length || request.AlarmNames.includes(alarm.name))
      .filter((alarm) => alarm.name.startsWith(request.AlarmNamePrefix ?? ''))
      .filter((alarm) => request.StateValue === undefined || alarm.state === request.StateValue)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const [from = 0] = parsePageToken(request.NextToken, 1);
    const page = matching.slice(from, from + request.MaxRecords);
    const ofType = (type: Alarm['type']) =>
      page.filter((alarm) => alarm.type === type).map((alarm) => toOutput(alarm, region));
    return {
      MetricAlarms: ofType('MetricAlarm'),
      CompositeAlarms: ofType('CompositeAlarm'),
      ...(from + page.length < matching.length ? {NextToken: formatPageToken(from + page.length)} : {}),
    };
  }

  listTagsForResource(input: unknown) {
    const {tags} = this.#byArn(parseInput(arnSchema, input).ResourceARN);
    return {Tags: [...tags].map(([Key, Value]) => ({Key, Value}))};
  }

  tagResource(input: unknown): object {
    const request = parseInput(arnSchema.extend({Tags: tagsSchema}), input);
    const {tags} = this.#byArn(request.ResourceARN);
    for (const {Key, Value} of request.Tags) tags.set(Key, Value);
    return {};
  }

  untagResource(input: unknown): object {
    const request = parseInput(arnSchema.extend({TagKeys: z.array(z.string())}), input);
    const {tags} = this.#byArn(request.ResourceARN);
    for (const key of request.TagKeys) tags.delete(key);
    return {};
  }

  #byArn(arn: string): Alarm {
    const name = /^arn:[^:]*:cloudwatch:[^:]*:\d*:alarm:(.+)$/.exec(arn)?.[1] ?? '';
    const alarm = this.#alarms.get(name);
    if (!alarm) {
      throw new CloudWatchError('ResourceNotFoundException', `Unknown resource ${arn}`, {status: 404});
    }
    return alarm;
  }

  #put(type: Alarm['type'], settings: z.output<typeof alarmSchema>): undefined {
    const now = new Date(this.#clock.now());
    const before = this.#alarms.get(settings.AlarmName);
    this.#alarms.set(settings.AlarmName, {
      type,
      name: settings.AlarmName,
      settings,
      configuredAt: now,
      // Tags are of a new alarm only; TagResource changes them later (CloudWatch API reference, PutMetricAlarm).
      tags: before?.tags ?? new Map(settings.Tags.map(({Key, Value}) => [Key, Value])),
      state: before?.state ?? 'INSUFFICIENT_DATA',
      reason: before?.reason ?? 'Unchecked: Initial alarm creation',
      reasonData: before?.reasonData,
      updatedAt: before?.updatedAt ?? now,
      transitionedAt: before?.transitionedAt ?? now,
    });
    return undefined;
  }
}

function toOutput(alarm: Alarm, region: string): Record<string, unknown> {
  const {Tags: _tags, ...settings} = alarm.settings;
  return {
    ...settings,
    AlarmArn: `arn:aws:cloudwatch:${region}:000000000000:alarm:${alarm.name}`,
    AlarmConfigurationUpdatedTimestamp: alarm.configuredAt,
    StateValue: alarm.state,
    StateReason: alarm.reason,
    ...(alarm.reasonData === undefined ? {} : {StateReasonData: alarm.reasonData}),
    StateUpdatedTimestamp: alarm.updatedAt,
    StateTransitionedTimestamp: alarm.transitionedAt,
  };
}

function notFound(names: readonly string[]): CloudWatchError {
  return new CloudWatchError('ResourceNotFound', `${names.join(', ')} does not exist`, {status: 404});
}
