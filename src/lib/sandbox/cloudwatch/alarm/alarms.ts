import * as z from 'zod';
import type {SandboxClock} from '../../clock.js';
import {arnOf, type Place} from '../../place.js';
import {parseInput} from '../input.js';
import type {MetricsStore} from '../metrics-store.js';
import {CloudWatchError, validationError} from '../service-error.js';
import type {Alarm, Condition, StateReason} from './alarm.js';
import {evaluateComposite, evaluateMetricAlarm} from './alarm-evaluation.js';
import {AlarmHistory} from './alarm-history.js';
import {type AlarmInput, parseCompositeAlarm, parseMetricAlarm, tagsSchema} from './alarm-input.js';
import {alarmsIn, parseAlarmRule} from './alarm-rule.js';
import {STATES} from './alarm-state.js';

const arnSchema = z.object({ResourceARN: z.string()});
const namesSchema = z.object({AlarmNames: z.array(z.string()).max(100)});
const stateSchema = z.object({
  AlarmName: z.string().min(1),
  StateValue: z.enum(STATES),
  StateReason: z.string(),
  StateReasonData: z.string().optional(),
});

const MINUTE_MS = 60_000;

export interface AlarmsOptions {
  readonly place: Place;
  readonly clock: SandboxClock;
  readonly metrics: MetricsStore;
  /** Called before alarms look at metrics, for what is written only when somebody looks; nothing when absent. */
  readonly beforeEvaluation?: (() => void) | undefined;
}

/**
 * Alarms, evaluated once in each minute of the sandbox's clock, and when somebody asks in between. A new alarm is
 * INSUFFICIENT_DATA until then. SetAlarmState lasts until the next evaluation says otherwise; that of a composite alarm
 * until one of its children moves (CloudWatch API reference, SetAlarmState).
 */
export class Alarms {
  readonly history = new AlarmHistory();
  readonly #options: AlarmsOptions;
  readonly #alarms = new Map<string, Alarm>();
  /** By composite alarm: the states of its children when it was last evaluated. */
  readonly #seen = new Map<string, string>();
  #evaluatedMinute = 0;
  #isWaiting = false;
  #closed = false;

  constructor(options: AlarmsOptions) {
    this.#options = options;
  }

  /** Every alarm in the state of this minute. */
  list(): readonly Alarm[] {
    this.#evaluateOnceAMinute();
    return [...this.#alarms.values()];
  }

  putMetricAlarm(input: unknown): undefined {
    const {metric, ...alarm} = parseMetricAlarm(input);
    this.#put(alarm, {type: 'MetricAlarm', metric});
    return undefined;
  }

  putCompositeAlarm(input: unknown): undefined {
    const alarm = parseCompositeAlarm(input);
    const rule = parseAlarmRule(alarm.settings.AlarmRule);
    const missing = alarmsIn(rule).filter((name) => !this.#alarms.has(name));
    if (missing.length > 0) {
      throw validationError(
        `Could not save the composite alarm as alarms [${missing.join(', ')}] in the alarm rule do not exist`,
      );
    }
    if (this.#dependsOn(alarmsIn(rule), alarm.settings.AlarmName)) {
      throw validationError('Could not save the composite alarm as its alarm rule would make a cycle of alarms');
    }
    const isNew = !this.#alarms.has(alarm.settings.AlarmName);
    const put = this.#put(alarm, {type: 'CompositeAlarm', rule});
    this.#move(
      put,
      evaluateComposite(rule, (name) => this.#alarms.get(name), isNew ? put.arn : undefined),
    );
    this.#seen.set(put.name, this.#childStates(put));
    return undefined;
  }

  deleteAlarms(input: unknown): undefined {
    const {AlarmNames: names} = parseInput(namesSchema, input);
    this.#require(names);
    for (const name of names) {
      const parents = [...this.#alarms.values()].filter(
        (each) => !names.includes(each.name) && this.#childrenOf(each).includes(name),
      );
      if (parents.length > 0) {
        throw validationError(`Cannot delete ${name} as there are composite alarm(s) depending on it.`);
      }
    }
    for (const name of names) {
      const alarm = this.#alarms.get(name);
      if (alarm) this.history.configured(name, alarm.condition.type, this.#options.clock.now(), 'deleted');
      this.#alarms.delete(name);
      this.#seen.delete(name);
    }
    return undefined;
  }

  setAlarmState(input: unknown): undefined {
    const request = parseInput(stateSchema, input);
    this.#evaluateOnceAMinute();
    const [alarm] = this.#require([request.AlarmName]);
    const {StateValue: state, StateReason: reason, StateReasonData: reasonData} = request;
    if (reasonData !== undefined) checkReasonData(reasonData);
    if (alarm) this.#move(alarm, {state, reason, reasonData});
    this.#evaluateComposites();
    return undefined;
  }

  /** EnableAlarmActions and DisableAlarmActions. */
  switchActions(input: unknown, enabled: boolean): undefined {
    for (const alarm of this.#require(parseInput(namesSchema, input).AlarmNames)) {
      alarm.actionsEnabled = enabled;
      this.history.configured(alarm.name, alarm.condition.type, this.#options.clock.now(), 'updated');
    }
    return undefined;
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

  close(): void {
    this.#closed = true;
  }

  #put({settings, tags}: AlarmInput<object>, condition: Condition): Alarm {
    // A new alarm is looked at in the next minute, not in this one.
    this.#evaluateOnceAMinute();
    const {place, clock} = this.#options;
    const now = new Date(clock.now());
    const {AlarmName: name, ActionsEnabled: actionsEnabled} = settings;
    const before = this.#alarms.get(name);
    if (before && before.condition.type !== condition.type) {
      throw validationError(`An alarm of another type has the name ${name} already.`);
    }
    const fresh = {
      name,
      arn: arnOf(place, 'cloudwatch', `alarm:${name}`),
      // Tags are of a new alarm only; TagResource changes them later (CloudWatch API reference, PutMetricAlarm).
      tags: new Map(tags.map(({Key, Value}) => [Key, Value])),
      current: {state: 'INSUFFICIENT_DATA' as const, reason: 'Unchecked: Initial alarm creation'},
      updatedAt: now,
      transitionedAt: now,
    };
    const alarm: Alarm = {...(before ?? fresh), settings: {...settings}, condition, configuredAt: now, actionsEnabled};
    this.#alarms.set(name, alarm);
    this.history.configured(name, condition.type, now.getTime(), before ? 'updated' : 'created');
    this.#evaluateNextMinute();
    return alarm;
  }

  #evaluateOnceAMinute(): void {
    const minute = Math.floor(this.#options.clock.now() / MINUTE_MS);
    if (minute === this.#evaluatedMinute) return;
    this.#evaluatedMinute = minute;
    this.#options.beforeEvaluation?.();
    for (const alarm of this.#alarms.values()) {
      if (alarm.condition.type !== 'MetricAlarm') continue;
      const {metrics, clock} = this.#options;
      const next = evaluateMetricAlarm(metrics, clock, alarm.condition.metric, alarm.current.state);
      if (next && (next.state !== alarm.current.state || next.reasonData !== alarm.current.reasonData)) {
        this.#move(alarm, next);
      }
    }
    this.#evaluateComposites();
  }

  /** Until nothing moves any more: composite alarms may stand on each other, and never in a circle. */
  #evaluateComposites(): void {
    for (let moved = true; moved; ) {
      moved = false;
      for (const alarm of this.#alarms.values()) {
        const states = this.#childStates(alarm);
        if (alarm.condition.type !== 'CompositeAlarm' || this.#seen.get(alarm.name) === states) continue;
        this.#seen.set(alarm.name, states);
        const next = evaluateComposite(alarm.condition.rule, (name) => this.#alarms.get(name), undefined);
        if (next.state === alarm.current.state) continue;
        this.#move(alarm, next);
        moved = true;
      }
    }
  }

  #move(alarm: Alarm, next: StateReason): void {
    const now = new Date(this.#options.clock.now());
    if (next.state !== alarm.current.state) {
      this.history.moved(alarm.name, alarm.condition.type, now.getTime(), alarm.current, next);
      alarm.transitionedAt = now;
    }
    alarm.current = next;
    alarm.updatedAt = now;
  }

  #evaluateNextMinute(): void {
    if (this.#isWaiting || this.#closed || this.#alarms.size === 0) return;
    this.#isWaiting = true;
    const {clock} = this.#options;
    clock.after(MINUTE_MS - (clock.now() % MINUTE_MS), () => {
      this.#isWaiting = false;
      if (this.#closed) return;
      this.#evaluateOnceAMinute();
      this.#evaluateNextMinute();
    });
  }

  #childStates(alarm: Alarm): string {
    return this.#childrenOf(alarm)
      .map((name) => `${name}=${this.#alarms.get(name)?.current.state}`)
      .join(' ');
  }

  #childrenOf({condition}: Alarm): readonly string[] {
    return condition.type === 'CompositeAlarm' ? alarmsIn(condition.rule) : [];
  }

  #dependsOn(names: readonly string[], wanted: string): boolean {
    return names.some((name) => {
      const alarm = this.#alarms.get(name);
      return name === wanted || (alarm !== undefined && this.#dependsOn(this.#childrenOf(alarm), wanted));
    });
  }

  #require(names: readonly string[]): readonly Alarm[] {
    const missing = names.filter((name) => !this.#alarms.has(name));
    if (missing.length > 0) {
      throw new CloudWatchError('ResourceNotFound', `${missing.join(', ')} does not exist`, {status: 404});
    }
    return names.flatMap((name) => this.#alarms.get(name) ?? []);
  }

  #byArn(arn: string): Alarm {
    const alarm = [...this.#alarms.values()].find((each) => each.arn === arn);
    if (!alarm) throw new CloudWatchError('ResourceNotFoundException', `Unknown resource ${arn}`, {status: 404});
    return alarm;
  }
}

// AWS's own words for it are not known.
function checkReasonData(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new CloudWatchError('InvalidFormat', 'StateReasonData is not valid JSON.', {shape: 'InvalidFormatFault'});
  }
}
