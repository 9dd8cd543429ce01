import type {MetricDataQuery, MetricDataResult} from '@aws-sdk/client-cloudwatch';
import {MINUTE_MS} from '../../model/duration.js';
import type {Clock} from '../../ports/clock.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {newAwsError} from '../error/mapping.js';

/** How often a result that CloudWatch calls InternalError is asked for again, and how long to wait before. */
const MOST_ASKS = 4;
const RETRY_DELAY_MS = 1_000;

/** Values by epoch millisecond, by query id, of results that are complete. */
export type Series = ReadonlyMap<string, ReadonlyMap<number, number>>;

export interface MetricDataRequest {
  /** At most 500, CloudWatch's limit for one request. */
  readonly queries: readonly MetricDataQuery[];
  /** Epoch milliseconds, start inclusive, end exclusive. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * One GetMetricData with all its pages. A result that CloudWatch could not give although it answered 200 is asked for
 * again. Throws AwsError: METRICS_INCOMPLETE, ACCESS_DENIED.
 */
export async function readMetricData(
  {clients, clock}: {readonly clients: AwsClients; readonly clock: Clock},
  request: MetricDataRequest,
  call: AwsCall,
  signal?: AbortSignal,
): Promise<Series> {
  for (let asks = 1; ; asks += 1) {
    const {series, failed} = await ask(clients, request, call, signal);
    if (failed === undefined) return series;
    if (asks === MOST_ASKS) throw newAwsError('METRICS_INCOMPLETE', call, failed);
    await clock.sleep(RETRY_DELAY_MS * asks, signal);
    signal?.throwIfAborted();
  }
}

/** One whole answer. `failed` says which result is missing. */
async function ask(
  clients: AwsClients,
  {queries, fromMs, toMs}: MetricDataRequest,
  call: AwsCall,
  signal?: AbortSignal,
): Promise<{series: Series; failed?: string}> {
  const {client, sdk} = await clients.cloudWatch();
  const series = new Map<string, Map<number, number>>();
  const status = new Map<string, string>();
  let nextToken: string | undefined;
  do {
    const command = new sdk.GetMetricDataCommand({
      MetricDataQueries: [...queries],
      StartTime: new Date(fromMs),
      EndTime: new Date(toMs),
      ScanBy: 'TimestampAscending',
      ...(nextToken !== undefined && {NextToken: nextToken}),
    });
    const page = await callAws(call, () => client.send(command, requestOptions(signal)));
    for (const result of page.MetricDataResults ?? []) {
      if (result.StatusCode === 'Forbidden') {
        throw newAwsError('ACCESS_DENIED', call, `CloudWatch forbids ${result.Label ?? result.Id}.`);
      }
      status.set(result.Id ?? '', result.StatusCode ?? 'Complete');
      addPoints(series, result);
    }
    const [message] = page.Messages ?? [];
    if (message !== undefined) return {series, failed: message.Value ?? message.Code ?? 'no reason given'};
    nextToken = page.NextToken;
  } while (nextToken);
  return withFailure(series, status);
}

function withFailure(series: Series, status: ReadonlyMap<string, string>): {series: Series; failed?: string} {
  const open = [...status].filter(([, code]) => code !== 'Complete');
  if (open.length === 0) return {series};
  return {series, failed: open.map(([id, code]) => `${id} is ${code}`).join(', ')};
}

function addPoints(series: Map<string, Map<number, number>>, result: MetricDataResult): void {
  const points = series.get(result.Id ?? '') ?? new Map<number, number>();
  for (const [index, timestamp] of (result.Timestamps ?? []).entries()) {
    const value = result.Values?.[index];
    if (value !== undefined && isPoint(timestamp.getTime(), value)) points.set(timestamp.getTime(), value);
  }
  series.set(result.Id ?? '', points);
}

/** Counts and durations of whole minutes: what is none of them is as good as missing, and says nothing of any version. */
function isPoint(atMs: number, value: number): boolean {
  return Number.isFinite(value) && value >= 0 && atMs % MINUTE_MS === 0;
}
