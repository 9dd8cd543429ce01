import {formatDuration} from '../../model/duration.js';

/** What one event came to. */
export interface InvocationReport {
  readonly event: number;
  readonly executedVersion?: string;
  readonly requestId?: string;
  readonly durationMs: number;
  readonly functionError?: string;
  readonly answer: unknown;
  readonly log: string;
}

/** The answers, one a line, as JSON. */
export function answersText(invocations: readonly InvocationReport[]): string {
  return invocations.map(({answer}) => JSON.stringify(answer)).join('\n');
}

/** What stands beside an answer: which version gave it, and the tail of its log. */
export function invocationText(name: string, invocation: InvocationReport): string {
  const {event, executedVersion = 'unknown', requestId, durationMs, functionError, log} = invocation;
  const took = durationMs < 10_000 ? `${Math.round(durationMs)} ms` : formatDuration(durationMs);
  const request = requestId === undefined ? '' : `, request ${requestId}`;
  const how = functionError === undefined ? 'answered' : `failed (${functionError})`;
  const head = `Event ${event}: ${name} ${how} in ${took}, version ${executedVersion}${request}`;
  return [head, ...(log === '' ? [] : log.split('\n').map((line) => `  ${line}`))].join('\n');
}
