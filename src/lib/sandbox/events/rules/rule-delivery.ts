import type {Place} from '../../place.js';
import {toTargetRequest} from '../../scheduler/target-request.js';
import type {SandboxRequest, SandboxResponse} from '../../service.js';
import type {BusEvent} from '../event-buses.js';
import type {Rule, RuleTarget} from './rule.js';
import {inputOf} from './target-input.js';

/** One event on its way from a rule to a target, as `GET /_sandbox/targets` tells it. */
export interface SentEvent {
  /** Sandbox time, ISO 8601. */
  readonly at: string;
  readonly rule: string;
  readonly target: string;
  readonly outcome: 'invoked' | 'recorded' | 'failed';
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly deadLetterQueue?: string;
  /** What the target got. */
  readonly body: string;
}

export interface RuleDeliveryOptions {
  readonly place: Place;
  readonly now: () => number;
  /** Makes a call within the sandbox; undefined = no answer arrived. */
  readonly call: (request: SandboxRequest) => Promise<SandboxResponse | undefined>;
  /** Whether the function's own policy lets the rule invoke it. */
  readonly mayInvoke: (functionArn: string, ruleArn: string) => boolean;
  /** Counts once in `AWS/Events`, by rule. */
  readonly count: (metricName: string, rule: string) => void;
  readonly onBug: (error: unknown) => void;
}

const KEPT = 1_000;

/**
 * Sends what rules match to their targets: functions are invoked, asynchronously and only where their policy lets
 * EventBridge in, everything else is recorded. One attempt each: the sandbox's functions do not go away for a moment.
 */
export class RuleDelivery {
  readonly #options: RuleDeliveryOptions;
  #sent: SentEvent[] = [];

  constructor(options: RuleDeliveryOptions) {
    this.#options = options;
  }

  /** The most recent, oldest first. */
  sent(): readonly SentEvent[] {
    return this.#sent;
  }

  forget(): void {
    this.#sent = [];
  }

  send(rule: Rule, event: BusEvent): void {
    this.#options.count('TriggeredRules', rule.name);
    for (const target of rule.targets.values()) void this.#sendTo(rule, target, event).catch(this.#options.onBug);
  }

  async #sendTo(rule: Rule, target: RuleTarget, event: BusEvent): Promise<void> {
    const {count, mayInvoke} = this.#options;
    const body = inputOf(target, event, rule);
    count('Invocations', rule.name);
    if (target.arn.split(':')[2] !== 'lambda') {
      this.#record(rule, target, {outcome: 'recorded', body});
      return;
    }
    if (!mayInvoke(target.arn, rule.arn)) {
      this.#fail(rule, target, body, 'NO_PERMISSIONS', `The policy of ${target.arn} does not let the rule invoke it.`);
      return;
    }
    const called = toTargetRequest(target.arn, body);
    if (called.kind === 'impossible') {
      this.#fail(rule, target, body, called.code, called.message);
      return;
    }
    const answer = await this.#options.call({...called.request, ...this.#options.place});
    if (answer && answer.status < 300) this.#record(rule, target, {outcome: 'invoked', body});
    else this.#fail(rule, target, body, answer?.headers?.['x-amzn-errortype'] ?? 'SDK_CLIENT_ERROR', 'No success.');
  }

  #fail(rule: Rule, target: RuleTarget, body: string, errorCode: string, errorMessage: string): void {
    const {deadLetterArn} = target;
    const lost = deadLetterArn === undefined ? {} : {deadLetterQueue: deadLetterArn};
    this.#options.count(deadLetterArn === undefined ? 'FailedInvocations' : 'InvocationsSentToDlq', rule.name);
    this.#record(rule, target, {outcome: 'failed', errorCode, errorMessage, ...lost, body});
  }

  #record({arn: rule}: Rule, {arn: target}: RuleTarget, sent: Omit<SentEvent, 'at' | 'rule' | 'target'>): void {
    const at = new Date(this.#options.now()).toISOString();
    this.#sent = [...this.#sent.slice(1 - KEPT), {at, rule, target, ...sent}];
  }
}
