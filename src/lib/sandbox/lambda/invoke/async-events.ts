import type {InvocationRequest} from '../../invocation.js';
import {LambdaFailure} from '../failure.js';
import type {FunctionTarget} from '../function/function-target.js';
import type {EventInvokeConfig} from '../state.js';
import type {LambdaWorld} from '../world.js';
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

const defaultRetries = 2;
const defaultMaxAgeSeconds = 21_600;
const retryWaitsMs = [60_000, 120_000];
const firstThrottleWaitMs = 1_000;
const longestThrottleWaitMs = 300_000;

/**
 * The queue of asynchronous invocations. Function errors are tried again after one and two minutes of sandbox time,
 * throttles with growing waits until the event is too old (Lambda Developer Guide, invocation-async-error-handling).
 * An alias is drawn anew for every try. What is given up is dropped: destinations and dead-letter queues get nothing.
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
    const result = await this.invoke(target, event);
    if (result === 'gone' || result === 'succeeded') return;
    const settings = this.settings(target);
    if (result === 'failed') {
      const failures = delivery.failures + 1;
      const waitMs = retryWaitsMs[delivery.failures];
      if (failures <= (settings?.maximumRetryAttempts ?? defaultRetries) && waitMs !== undefined) {
        this.deliverAfter(waitMs, {...delivery, failures});
      } else this.count('AsyncEventsDropped', target.name);
      return;
    }
    const ageMs = this.world.clock.now() - delivery.acceptedMs;
    if (ageMs < (settings?.maximumEventAgeSeconds ?? defaultMaxAgeSeconds) * 1000) {
      const throttleWaitMs = Math.min(delivery.throttleWaitMs * 2, longestThrottleWaitMs);
      this.deliverAfter(delivery.throttleWaitMs, {...delivery, throttleWaitMs});
    } else this.count('AsyncEventsDropped', target.name);
  }

  private async invoke(
    target: FunctionTarget,
    event: AcceptedEvent,
  ): Promise<'succeeded' | 'failed' | 'throttled' | 'gone'> {
    try {
      const result = await this.world.invoker.invoke({...routeInvocation(this.world, target), ...event});
      if (result.kind === 'throttled') return 'throttled';
      return result.functionError === undefined ? 'succeeded' : 'failed';
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
