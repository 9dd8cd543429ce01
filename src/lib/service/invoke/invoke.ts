import {type Invocation, invokeFunction, toInvokeError} from '../../execute/invoke/invoke.js';
import type {FunctionRef} from '../../model/function/ref.js';
import {observeQualified} from '../../observe/versions/qualified-versions.js';
import {tenantRefusals} from '../../plan/publish/function-refusals.js';
import {requireNoRefusals} from '../../plan/refusal.js';
import {invocationText} from '../../report/result/invoke-text.js';
import {notThere} from '../not-there.js';
import type {Session} from '../session.js';
import {readInvokeEvents, readPayload} from './events.js';

interface InvokeOptions {
  /** A file with events, or `-` for `stdin`; one empty object without it. */
  readonly event?: string | undefined;
  /** One event, as it is sent. */
  readonly payload?: string | undefined;
}

export interface InvokeResult extends FunctionRef {
  readonly invocations: readonly Invocation[];
}

/** Sends each event once and shows each answer. Throws the ReleaseError of the worst of them. */
export async function invoke(
  session: Session,
  {ref, stdin}: {readonly ref: FunctionRef; readonly stdin: (signal: AbortSignal) => Promise<string>},
  {event, payload}: InvokeOptions,
  signal: AbortSignal,
): Promise<InvokeResult> {
  const name = ref.qualifier === undefined ? ref.functionName : `${ref.functionName}:${ref.qualifier}`;
  const payloads = event === undefined ? [readPayload(payload ?? '{}')] : await readInvokeEvents(event, stdin, signal);
  const configurations = await observeQualified(session, ref, signal);
  if (configurations === undefined) throw notThere(ref);
  const [called] = configurations;
  if (called) requireNoRefusals(tenantRefusals(called, {who: 'invoke names none', suggestion: withTenant(ref)}));
  const onAnswer = (invocation: Invocation) => session.host.show(invocationText(name, invocation));
  const invocations = await invokeFunction(session, {ref, payloads, configurations, onAnswer}, signal);
  const error = toInvokeError(ref, invocations);
  if (error) throw error;
  return {...ref, invocations};
}

function withTenant({functionName, qualifier = '$LATEST'}: FunctionRef): string {
  return `Name one: aws lambda invoke --function-name ${functionName} --qualifier '${qualifier}' --tenant-id TENANT /dev/stdout`;
}
