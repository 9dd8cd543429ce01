import {randomUUID} from 'node:crypto';
import type {InvocationRequest, InvocationResult} from '../../invocation.js';
import {LambdaFailure} from '../failure.js';
import {type FunctionTarget, functionArn} from '../function/function-target.js';
import {versionOf} from '../function/lookup.js';
import type {EventInvokeConfig} from '../state.js';
import type {LambdaWorld} from '../world.js';
import {serviceOf} from './destinations.js';
import {deadLetterAttributes, type EndedEvent, invocationRecord, jsonOf} from './invocation-record.js';
import {routeInvocation} from './invocation-target.js';

/** Counts one event of a function in CloudWatch, now. */
export type CountEvent = (metric: 'AsyncEventsReceived' | 'AsyncEventsDropped', functionName: string) => void;

type AcceptedEvent = Pick<InvocationRequest, 'payload' | 'requestId' | 'clientContext' | 'traceId'>;

interface Delivery {
  readonly target: FunctionTarget;
  readonly event: AcceptedEvent;
  readonly acceptedMs: number;
  /** Times the function has failed. */
  readonly failures: number;
  /** Wait before the next try after a throttle, sandbox milliseconds. */
  readonly throttleWaitMs: number;
}

/** One try: what came of it, on which version, and whether the function is stopped altogether. */
interface Attempt {
  readonly result: InvocationResult;
  readonly version: string;
  readonly stopped: boolean;
}

const defaultRetries = 2;
const defaultMaxAgeSeconds = 21_600;
const retryWaitsMs = [60_000, 120_000];
const firstThrottleWaitMs = 1_000;
const longestThrottleWaitMs = 300_000;

/**
 * The queue of asynchronous invocations. Function errors are tried again after one and two minutes of sandbox time,
 * throttles with growing waits until the event is too old (Lambda Developer Guide, invocation-async-error-handling).
 * An alias is drawn anew for every try. How an event ended is told to destinations and dead-letter queues: see deliveries.ts.
 */
export class AsyncEvents {
  private readonly world: LambdaWorld;
  private readonly onBug: (error: unknown) => void;
  private readonly count: CountEvent;
  private closed = false;

  /** `onBug` hears of what cannot be explained by AWS's rules: the sandbox's own mistakes. */
  constructor(world: LambdaWorld, onBug: (error: unknown) => void, count: CountEvent = () => undefined) {
    this.world = world;
    this.onBug = onBug;
    this.count = count;
  }

  accept(target: FunctionTarget, event: AcceptedEvent): void {
    this.count('AsyncEventsReceived', target.name);
    this.deliverAfter(0, {
      target,
      event,
      acceptedMs: this.world.clock.now(),
      failures: 0,
      throttleWaitMs: firstThrottleWaitMs,
    });
  }

  close(): void {
    this.closed = true;
  }

  private deliverAfter(waitMs: number, delivery: Delivery): void {
    this.world.clock.after(waitMs, () => {
      if (!this.closed) void this.deliver(delivery).catch(this.onBug);
    });
  }

  private async deliver(delivery: Delivery): Promise<void> {
    const {target, event} = delivery;
    const attempt = await this.invoke(target, event);
    if (attempt === 'gone') return;
    const settings = this.settings(target);
    const {result, version} = attempt;
    const ageMs = this.world.clock.now() - delivery.acceptedMs;
    const maxAgeMs = (settings?.maximumEventAgeSeconds ?? defaultMaxAgeSeconds) * 1000;
    if (result.kind === 'throttled') {
      if (ageMs < maxAgeMs && !attempt.stopped) {
        const throttleWaitMs = Math.min(delivery.throttleWaitMs * 2, longestThrottleWaitMs);
        this.deliverAfter(delivery.throttleWaitMs, {...delivery, throttleWaitMs});
      } else this.end(delivery, {condition: 'EventAgeExceeded', result: undefined, version});
      return;
    }
    if (result.functionError === undefined) {
      this.end(delivery, {condition: 'Success', result, version});
      return;
    }
    const failures = delivery.failures + 1;
    const waitMs = retryWaitsMs[delivery.failures];
    const ended = {condition: 'RetriesExhausted', result, version} as const;
    if (failures > (settings?.maximumRetryAttempts ?? defaultRetries) || waitMs === undefined) {
      this.end({...delivery, failures}, ended);
    } else if (ageMs + waitMs > maxAgeMs) this.end({...delivery, failures}, {...ended, condition: 'EventAgeExceeded'});
    else this.deliverAfter(waitMs, {...delivery, failures});
  }

  /** Nothing more will be tried: whoever wants to know is told. */
  private end(
    {target, event, failures}: Delivery,
    {condition, result, version}: Pick<EndedEvent, 'condition' | 'result'> & {readonly version: string},
  ): void {
    const {clock, state} = this.world;
    if (condition !== 'Success') this.count('AsyncEventsDropped', target.name);
    const destinations = this.settings(target)?.destinations;
    const ended: EndedEvent = {
      event,
      functionArn: functionArn(this.world, target.name, target.qualifier ?? '$LATEST'),
      condition,
      approximateInvokeCount: condition === 'Success' ? failures + 1 : failures,
      result,
      executedVersion: version,
      nowMs: clock.now(),
    };
    const about = {at: new Date(clock.now()).toISOString(), functionArn: ended.functionArn};
    const destination = condition === 'Success' ? destinations?.onSuccess : destinations?.onFailure;
    if (destination !== undefined) {
      const body = invocationRecord(ended);
      state.deliveries.add({...about, kind: condition === 'Success' ? 'on-success' : 'on-failure', destination, body});
      if (serviceOf(destination) === 'lambda') this.forward(destination, body);
    }
    const deadLetters = condition === 'Success' ? undefined : this.deadLetterArn(target, version);
    if (deadLetters === undefined) return;
    const letter = {kind: 'dead-letter', destination: deadLetters, body: jsonOf(event.payload)} as const;
    state.deliveries.add({...about, ...letter, attributes: deadLetterAttributes(ended)});
  }

  // A function as a destination is really invoked, asynchronously like everybody's.
  private forward(destination: string, body: object): void {
    const [, , , , , , name = '', qualifier] = destination.split(':');
    this.accept({name, qualifier}, {payload: Buffer.from(JSON.stringify(body)), requestId: randomUUID()});
  }

  // Of the version that ran: a dead-letter queue is part of the configuration.
  private deadLetterArn(target: FunctionTarget, version: string): string | undefined {
    const lambda = this.world.state.functions.get(target.name);
    return lambda && versionOf(lambda, version)?.settings.DeadLetterConfig?.TargetArn;
  }

  private async invoke(target: FunctionTarget, event: AcceptedEvent): Promise<Attempt | 'gone'> {
    try {
      const routed = routeInvocation(this.world, target);
      const result = await this.world.invoker.invoke({...routed, ...event});
      // Reserved concurrency 0 stops the function: its events are given up at once (LDG invocation-async).
      return {result, version: routed.target.version, stopped: routed.concurrency.reserved === 0};
    } catch (error) {
      // The function or alias was deleted after the event was accepted.
      if (error instanceof LambdaFailure) return 'gone';
      throw error;
    }
  }

  private settings({name, qualifier = '$LATEST'}: FunctionTarget): EventInvokeConfig | undefined {
    return this.world.state.functions.get(name)?.eventInvoke.get(qualifier);
  }
}
