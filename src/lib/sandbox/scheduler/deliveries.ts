import {randomUUID} from 'node:crypto';
import type {SandboxClock} from '../clock.js';
import type {Place} from '../place.js';
import type {SandboxRequest, SandboxResponse} from '../service.js';
import type {Target} from './schedule.js';
import {toTargetRequest} from './target-request.js';

/** One attempt to reach a target, as `GET /_sandbox/deliveries` tells it. */
export interface Delivery {
  /** Sandbox time of the attempt, ISO 8601. */
  readonly at: string;
  readonly schedule: string;
  readonly scheduledFor: string;
  readonly target: string;
  readonly attempt: number;
  readonly outcome: 'delivered' | 'tried again' | 'failed';
  /** Of the target's answer; absent when there was none. */
  readonly status?: number;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** Where a failed one was sent. */
  readonly deadLetterQueue?: string;
}

/** Counts one attempt of a schedule group in `AWS/Scheduler`. */
export type CountDelivery = (metricName: string, group: string) => void;

export interface DeliveriesOptions {
  readonly clock: SandboxClock;
  readonly place: Place;
  /** Brings the call to its service; undefined = no answer arrived. */
  readonly call: (request: SandboxRequest) => Promise<SandboxResponse | undefined>;
  readonly count: CountDelivery;
  readonly onBug: (error: unknown) => void;
}

export interface DueSchedule {
  readonly arn: string;
  readonly group: string;
  readonly scheduledMs: number;
  readonly target: Target;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly status?: number;
}

const KEPT = 1_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 900_000;

/**
 * Calls the targets of schedules that are due. What may pass by itself (throttling, a 5xx, no answer) is tried again with
 * growing waits within the retry policy; what the target refuses is given up at once and sent to the dead-letter queue,
 * which is only recorded (Scheduler User Guide, configuring-schedule-dlq).
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  #records: Delivery[] = [];
  #closed = false;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** The most recent attempts, oldest first. */
  list(): readonly Delivery[] {
    return this.#records;
  }

  /** Calls the target; `done` is told once it was reached or given up. */
  deliver(due: DueSchedule, done: () => void): void {
    void this.#attempt(due, {attempt: 1, startedMs: this.#options.clock.now(), executionId: randomUUID()}, done).catch(
      this.#options.onBug,
    );
  }

  close(): void {
    this.#closed = true;
  }

  async #attempt(
    due: DueSchedule,
    state: {readonly attempt: number; readonly startedMs: number; readonly executionId: string},
    done: () => void,
  ): Promise<void> {
    if (this.#closed) return;
    const {clock, count} = this.#options;
    const {attempt} = state;
    count('InvocationAttemptCount', due.group);
    const failure = await this.#call(due, state);
    if (!failure) {
      this.#record(due, {attempt, outcome: 'delivered', status: 200});
      done();
      return;
    }
    count(failure.status === 429 ? 'TargetErrorThrottledCount' : 'TargetErrorCount', due.group);
    const {target} = due;
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
    const ageMs = clock.now() + waitMs - state.startedMs;
    const outcome = {
      attempt,
      ...(failure.status === undefined ? {} : {status: failure.status}),
      errorCode: failure.code,
      errorMessage: failure.message,
    };
    if (failure.retryable && attempt <= target.maximumAttempts && ageMs <= target.maximumAgeSeconds * 1000) {
      this.#record(due, {...outcome, outcome: 'tried again'});
      clock.after(waitMs, () => {
        void this.#attempt(due, {...state, attempt: attempt + 1}, done).catch(this.#options.onBug);
      });
      return;
    }
    const {deadLetterArn} = target;
    count(deadLetterArn === undefined ? 'InvocationDroppedCount' : 'InvocationsSentToDeadLetterCount', due.group);
    this.#record(due, {
      ...outcome,
      outcome: 'failed',
      ...(deadLetterArn === undefined ? {} : {deadLetterQueue: deadLetterArn}),
    });
    done();
  }

  async #call(
    {target, arn, scheduledMs}: DueSchedule,
    {attempt, executionId}: {readonly attempt: number; readonly executionId: string},
  ): Promise<Failure | undefined> {
    const input = target.input
      ?.replaceAll('<aws.scheduler.schedule-arn>', arn)
      .replaceAll('<aws.scheduler.scheduled-time>', toSeconds(scheduledMs))
      .replaceAll('<aws.scheduler.execution-id>', executionId)
      .replaceAll('<aws.scheduler.attempt-number>', String(attempt));
    const called = toTargetRequest(target.arn, input);
    if (called.kind === 'impossible') return {...called, retryable: false};
    const answer = await this.#options.call({...called.request, ...this.#options.place});
    if (!answer) return {code: 'AWS.Scheduler.InternalServerError', message: 'No answer arrived.', retryable: true};
    const {status} = answer;
    if (status < 300) return undefined;
    const code = answer.headers?.['x-amzn-errortype'] ?? `HTTP ${status}`;
    return {code, message: messageOf(answer), retryable: status === 429 || status >= 500, status};
  }

  #record(
    {arn, scheduledMs, target}: DueSchedule,
    outcome: Omit<Delivery, 'at' | 'schedule' | 'scheduledFor' | 'target'>,
  ) {
    const at = new Date(this.#options.clock.now()).toISOString();
    const scheduledFor = toSeconds(scheduledMs);
    this.#records = [
      ...this.#records.slice(1 - KEPT),
      {at, schedule: arn, scheduledFor, target: target.arn, ...outcome},
    ];
  }
}

function toSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function messageOf({body = ''}: SandboxResponse): string {
  const text = body.toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    return String(Object(value).message ?? Object(value).Message ?? text);
  } catch {
    // Not JSON, as an injected web page: told as it is.
    return text;
  }
}
