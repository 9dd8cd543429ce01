import * as z from 'zod';
import {LOOPBACK} from './start-traffic.js';

const clockSchema = z.object({speed: z.number().min(1)});

/**
 * A minute, by the sandbox's clock: at 5 % of it the candidate gets twelve, and has the twenty that a step of five minutes needs three
 * times over.
 */
const REQUESTS_A_MINUTE = 240;
const LEAST_A_SECOND = 10;
/** Handlers are processes on this machine: more of them than this a second is a load test. */
const MOST_A_SECOND = 300;

/** Invocations a second of the wall that a canary can be judged by, on a sandbox whose clock runs so fast. */
export function rateFor(speed: number): number {
  return Math.min(MOST_A_SECOND, Math.max(LEAST_A_SECOND, Math.ceil((REQUESTS_A_MINUTE / 60) * speed)));
}

/** How fast the clock of the sandbox at this address runs; 1 where nobody says, since what is wrong there the first invocation tells. */
export async function speedOf(endpoint: string, signal?: AbortSignal): Promise<number> {
  // Whatever is elsewhere is no sandbox, and is asked nothing.
  if (!URL.canParse(endpoint) || !LOOPBACK.test(new URL(endpoint).hostname)) return 1;
  try {
    const answer = await fetch(new URL('/_sandbox/clock', endpoint), signal ? {signal} : {});
    return clockSchema.parse(await answer.json()).speed;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return 1;
  }
}
