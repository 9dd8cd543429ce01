import {setMaxListeners} from 'node:events';
import {Agent} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import {UsageError} from '../../errors.js';
import type {AliasRef, FunctionRef} from '../../model/function/ref.js';
import type {Place} from '../place.js';
import {invokeOnce} from './invoke-once.js';
import {TrafficCount, type TrafficReport} from './traffic-report.js';

export interface TrafficOptions {
  /** Of a sandbox on this machine. */
  readonly endpoint: string;
  readonly ref: AliasRef | FunctionRef;
  /** Where it is; the sandbox's own region and account when absent. */
  readonly place?: Place;
  /** Invocations a second of wall time, whatever the sandbox's clock does. */
  readonly rps: number;
  /** JSON; a function is asked anew for each invocation, with its number from 0. `{}` when absent. */
  readonly payload?: string | ((index: number) => string);
  /** Invocations that may be unanswered at a time; 100 when absent. What is due beyond them is skipped and counted. */
  readonly maxInFlight?: number;
  /** Wall milliseconds; until the signal when absent. */
  readonly durationMs?: number;
  readonly maxRequests?: number;
  /** Told every second, and once at the end. */
  readonly onSample?: (report: TrafficReport) => void;
  readonly signal?: AbortSignal;
}

const TICK_MS = 5;
const SAMPLE_EVERY_MS = 1000;
/** Host names of this machine. */
export const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Invokes synchronously at a steady rate until the signal, the duration or the number of requests ends it, then waits for
 * what is still unanswered and reports. The rate is open: slow answers do not slow it down. An abort is an ordinary end,
 * not an error. Throws UsageError for an endpoint that is not of this machine and for a rate that is none.
 */
export async function startTraffic(options: TrafficOptions): Promise<TrafficReport> {
  const url = invocationUrl(options);
  const {rps, place, payload = '{}', maxInFlight = 100, signal} = options;
  if (!(rps > 0 && rps <= 10_000)) throw new UsageError(`${rps} requests a second is no rate.`, rateHelp);
  const agent = new Agent({keepAlive: true, maxSockets: maxInFlight});
  const count = new TrafficCount();
  const inFlight = new Set<Promise<void>>();
  const ended = new AbortController();
  // One listener for each invocation in flight is no leak.
  setMaxListeners(0, ended.signal);
  const startedMs = performance.now();
  const maxRequests = options.maxRequests ?? Number.POSITIVE_INFINITY;
  const endMs = startedMs + (options.durationMs ?? Number.POSITIVE_INFINITY);
  let due = 0;
  let nextSampleMs = startedMs + SAMPLE_EVERY_MS;
  try {
    while (!signal?.aborted && count.sent < maxRequests && performance.now() < endMs) {
      // The first at once, then evenly: what is due follows from the time passed, so that late ticks catch up.
      for (const target = 1 + ((performance.now() - startedMs) / 1000) * rps; due + 1 <= target; due++) {
        if (count.sent >= maxRequests) break;
        if (inFlight.size >= maxInFlight) {
          count.skipped++;
          continue;
        }
        const body = typeof payload === 'string' ? payload : payload(count.sent);
        count.sent++;
        const invocation: Promise<void> = invokeOnce({url, agent, place}, body, ended.signal).then((sample) => {
          count.add(sample);
          inFlight.delete(invocation);
        });
        inFlight.add(invocation);
      }
      if (performance.now() >= nextSampleMs) {
        nextSampleMs += SAMPLE_EVERY_MS;
        options.onSample?.(count.report());
      }
      await sleep(TICK_MS);
    }
    await settle(inFlight, signal);
  } finally {
    ended.abort();
    agent.destroy();
  }
  const report = count.report();
  options.onSample?.(report);
  return report;
}

// A signal gives what is under way one more second: a rehearsal that is stopped should not count losses of its own making.
async function settle(inFlight: ReadonlySet<Promise<void>>, signal: AbortSignal | undefined): Promise<void> {
  const all = Promise.all(inFlight);
  if (!signal) {
    await all;
    return;
  }
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), {once: true});
  });
  await Promise.race([all, aborted.then(() => sleep(SAMPLE_EVERY_MS))]);
}

const rateHelp = {code: 'BAD_RATE', suggestions: ['Give a rate above 0 and up to 10000, for example --rps 50.']};

function invocationUrl({endpoint, ref}: TrafficOptions): URL {
  const base = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (base?.protocol !== 'http:' || !LOOPBACK.test(base.hostname)) {
    throw new UsageError(`Traffic is only sent to a sandbox on this machine, and ${endpoint} is none.`, {
      code: 'NOT_A_SANDBOX',
      suggestions: ['Start one with "lambda-release sandbox start" and use the endpoint that it prints.'],
    });
  }
  const qualifier = 'alias' in ref ? ref.alias : ref.qualifier;
  const url = new URL(`/2015-03-31/functions/${encodeURIComponent(ref.functionName)}/invocations`, base);
  if (qualifier !== undefined) url.searchParams.set('Qualifier', qualifier);
  return url;
}
