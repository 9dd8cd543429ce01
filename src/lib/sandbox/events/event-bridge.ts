import type {SandboxClock} from '../clock.js';
import type {MetricDatum} from '../cloudwatch/metric.js';
import {permits} from '../lambda/alias/policy-check.js';
import type {LambdaState} from '../lambda/state.js';
import type {Place} from '../place.js';
import type {SandboxRequest, SandboxResponse, SandboxService} from '../service.js';
import {type BusEvent, EventBuses} from './event-buses.js';
import {createEvents} from './events-service.js';
import type {Rule} from './rules/rule.js';
import {RuleDelivery} from './rules/rule-delivery.js';
import {followSchedule, scheduledEvent} from './rules/rule-schedule.js';
import {Rules} from './rules/rules.js';

export interface EventBridgeOptions {
  readonly place: Place;
  readonly clock: SandboxClock;
  readonly lambda: LambdaState;
  readonly record: (data: readonly MetricDatum[]) => void;
  readonly call: (request: SandboxRequest) => Promise<SandboxResponse | undefined>;
  readonly onBug: (error: unknown) => void;
}

/** EventBridge of one world: its buses, what rules sent on, and the service in front of both. */
export class EventBridge {
  readonly buses: EventBuses;
  readonly sent: RuleDelivery;
  readonly service: SandboxService;
  readonly #options: EventBridgeOptions;
  readonly #rules: Rules;
  #closed = false;

  constructor(options: EventBridgeOptions) {
    const {place, clock, lambda, call, onBug} = options;
    this.#options = options;
    const now = () => clock.now();
    this.buses = new EventBuses(now, (bus, event) => this.#onEvent(bus, event));
    this.#rules = new Rules(place, this.buses);
    this.sent = new RuleDelivery({
      place,
      now,
      call,
      onBug,
      mayInvoke: (functionArn, ruleArn) => mayInvoke(lambda, functionArn, ruleArn),
      count: (metricName, rule) => this.#count(metricName, rule),
    });
    this.service = createEvents(this.buses, this.#rules, place, {now, onRule: (rule) => this.#follow(rule)});
  }

  close(): void {
    this.#closed = true;
  }

  #onEvent(bus: string, event: BusEvent): void {
    for (const rule of this.#rules.matching(bus, event)) {
      this.#count('MatchedEvents', rule.name);
      this.sent.send(rule, event);
    }
  }

  #follow(rule: Rule): void {
    const {clock, place} = this.#options;
    followSchedule(rule, {
      clock,
      // Another one takes its place whenever it is put.
      isCurrent: () => !this.#closed && this.#rules.all().includes(rule),
      fire: (atMs) => this.sent.send(rule, scheduledEvent(rule, place, atMs)),
    });
  }

  // EventBridge User Guide, eb-monitoring.
  #count(metricName: string, rule: string): void {
    const timestampMs = this.#options.clock.now();
    const dimensions = [{name: 'RuleName', value: rule}];
    this.#options.record([{namespace: 'AWS/Events', metricName, dimensions, timestampMs, value: 1, unit: 'Count'}]);
  }
}

function mayInvoke({functions}: LambdaState, functionArn: string, sourceArn: string): boolean {
  const [, , , , sourceAccount = '', , name = '', qualifier] = functionArn.split(':');
  const lambda = functions.get(name);
  const caller = {action: 'lambda:InvokeFunction', service: 'events.amazonaws.com', sourceArn, sourceAccount};
  return lambda !== undefined && permits(lambda, qualifier, caller);
}
