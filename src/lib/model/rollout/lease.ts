import {MINUTE_MS} from '../duration.js';
import {fullMinute} from '../full-minute.js';

/** How a rollout is leased, as a person says. */
export interface LeaseTerms {
  /** ARN of the role by which AWS gives the traffic back. */
  readonly role: string;
  readonly lengthMs: number;
  /** Refuse a rollout whose lease cannot be had; otherwise it is warned of. */
  readonly required: boolean;
}

/**
 * EventBridge Scheduler fires some time in the minute, and a change takes a while: one that is renewed while three minutes
 * are left, and never later, needs five.
 */
export const LEAST_LEASE_MS = 5 * MINUTE_MS;

/**
 * When a lease of that length runs out that is given now; epoch milliseconds, at a full minute, for it is not known whether
 * Scheduler counts seconds.
 */
export function leaseEndMs(nowMs: number, lengthMs: number): number {
  const endMs = nowMs + lengthMs;
  return fullMinute(endMs) === endMs ? endMs : fullMinute(endMs) + MINUTE_MS;
}
