import {FunctionFailedError} from '../../errors.js';
import type {FunctionRef} from '../../model/function/ref.js';
import {answerValue, errorText} from '../../model/invoke/answer-text.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {InvokePort} from '../../ports/lambda/invoke.js';

interface InvokeDeps {
  readonly invoke: InvokePort;
  readonly clock: Clock;
  readonly events: EventSink;
}

/** What one event came to. Environment values, presigned URLs and credentials are taken out of `answer` and `log`. */
export interface Invocation {
  /** 1 for the first event. */
  readonly event: number;
  readonly executedVersion?: string;
  readonly requestId?: string;
  /** From sending to the answer, by this machine's clock. */
  readonly durationMs: number;
  /** `Unhandled` or `Handled` when the function failed. */
  readonly functionError?: string;
  /** The answer read as JSON, or its text when it is none. */
  readonly answer: unknown;
  /** The last 4 KB that the invocation logged. */
  readonly log: string;
}

interface InvokeJob {
  readonly ref: FunctionRef;
  /** JSON texts, sent one after the other. */
  readonly payloads: readonly string[];
  /** Of all versions that may run. */
  readonly configurations: readonly FunctionConfiguration[];
  readonly onAnswer: (invocation: Invocation) => Promise<void>;
}

/** Sends every event, also after one that failed. Throws AwsError when AWS does not carry one out; the rest is not sent. */
export async function invokeFunction(
  {invoke, clock, events}: InvokeDeps,
  {ref, payloads, configurations, onAnswer}: InvokeJob,
  signal: AbortSignal,
): Promise<readonly Invocation[]> {
  const timeoutMs = Math.max(...configurations.map(({timeoutSeconds}) => timeoutSeconds)) * 1000;
  const secrets = configurations.flatMap(({environment}) => Object.values(environment));
  const done: Invocation[] = [];
  for (const payload of payloads) {
    const startedMs = clock.now();
    try {
      const {payload: text, logTail, ...answer} = await invoke.invoke({...ref, payload, timeoutMs, secrets}, signal);
      const durationMs = clock.now() - startedMs;
      const invocation = {
        event: done.length + 1,
        ...answer,
        durationMs,
        answer: answerValue(text),
        log: logTail.trimEnd(),
      };
      done.push(invocation);
      await onAnswer(invocation);
    } catch (error) {
      if (done.length > 0) {
        const message = `${done.length} of ${payloads.length} events had been carried out before.`;
        events.emit({type: 'warning', code: 'INVOKED_BEFORE', message});
      }
      throw error;
    }
  }
  return done;
}

/** The error (exit 8) for events whose function failed; nothing when none did. All invocations are in its details. */
export function toInvokeError(ref: FunctionRef, invocations: readonly Invocation[]): FunctionFailedError | undefined {
  const failed = invocations.filter(({functionError}) => functionError !== undefined);
  const [first] = failed;
  if (first === undefined) return undefined;
  const {functionName, qualifier} = ref;
  const name = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  const many = invocations.length > 1 ? ` for ${failed.length} of ${invocations.length} events` : '';
  const version = first.executedVersion ?? qualifier ?? '$LATEST';
  return new FunctionFailedError(`${name} answered with an error${many}: ${errorText(first.answer)}`, {
    code: 'FUNCTION_FAILED',
    suggestions: [`See its log: lambda-release logs ${shellQuoted(`${functionName}:${version}`)}`],
    details: {...ref, invocations},
  });
}
