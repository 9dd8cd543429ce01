import * as z from 'zod';
import {isAccountId, isRegion} from '../place.js';

const rate = z.number().min(0).max(1);
// No function runs longer than 15 minutes (Lambda Developer Guide, gettingstarted-limits).
const duration = z.number().min(0).max(900_000);

const behaviourSchema = z.strictObject({
  /** The share of invocations that fails, 0 to 1. */
  errorRate: rate.default(0),
  durationMs: duration.default(100),
  /** Of a failing invocation; as long as any when absent. */
  errorDurationMs: duration.optional(),
  /** Another error rate while new environments start: for so long after the version was given a greater share. */
  coldStart: z.strictObject({errorRate: rate, forMs: z.number().min(0).default(60_000)}).optional(),
});

/** Invocations that are counted without being made, as `POST /_sandbox/invocations` takes them. Times are sandbox milliseconds. */
export const loadSchema = z.strictObject({
  functionName: z.string().min(1),
  /** Where the function is; where the sandbox was started for when absent. */
  region: z.string().refine(isRegion, 'is no AWS region').optional(),
  accountId: z.string().refine(isAccountId, 'is no account number of twelve digits').optional(),
  alias: z.string().min(1),
  perMinute: z.number().min(0).max(1_000_000),
  seed: z.int().default(1),
  /** By version; one that is absent never fails. */
  versions: z.record(z.string().regex(/^(\$LATEST|\d+)$/), behaviourSchema).default({}),
});

export type Load = z.output<typeof loadSchema>;
export type LoadInput = z.input<typeof loadSchema>;
export type Behaviour = z.output<typeof behaviourSchema>;

/** How a version does that no load speaks of. */
export const FLAWLESS: Behaviour = behaviourSchema.parse({});
