import * as z from 'zod';
import type {MetricFault} from './cloudwatch/metric-faults.js';
import type {AliasFault} from './lambda/alias/propagation.js';
import {serviceNames} from './request-router.js';

const matching = {
  /** Absent = any service. */
  service: z.enum(serviceNames).optional(),
  /** AWS's name of the operation, such as UpdateAlias; absent = any. */
  operation: z.string().min(1).optional(),
  /** The first matching call it hits, counted from 1 after the fault was set. */
  nth: z.int().min(1).default(1),
  /** How many calls it hits from there on; 0 = all. */
  count: z.int().min(0).default(1),
};

const ofMetrics = {
  namespace: z.string().min(1).optional(),
  metricName: z.string().min(1).optional(),
  /** The metrics of one version only. */
  version: z
    .string()
    .regex(/^(\$LATEST|\d+)$/)
    .optional(),
  /** Those that have these dimensions among their own. */
  dimensions: z.record(z.string(), z.string()).optional(),
  /** The share of datapoints it hits, each minute of each metric drawn by itself. */
  share: z.number().min(0).max(1).default(1),
  seed: z.int().default(1),
};

const ofAliases = {
  functionName: z.string().min(1).optional(),
  alias: z.string().min(1).optional(),
  delayMs: z.number().min(0),
};

/** A fault on demand, as `POST /_sandbox/faults` takes it. Times are milliseconds of sandbox time. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** Refused as the service refuses what comes too fast. */
  z.strictObject({...matching, kind: z.literal('throttle')}),
  /** Refused with this status and code: 500 InternalError, 403 AccessDeniedException and so on. */
  z.strictObject({
    ...matching,
    kind: z.literal('error'),
    status: z.int().min(400).max(599).default(500),
    code: z.string().min(1).default('ServiceException'),
    message: z.string().default('An error occurred and the request cannot be processed.'),
  }),
  /** The call takes effect, its answer never arrives: the connection breaks. */
  z.strictObject({...matching, kind: z.literal('lost-response')}),
  /** The connection breaks before the call takes effect. */
  z.strictObject({...matching, kind: z.literal('lost-request')}),
  /** The call takes effect, its answer comes late. */
  z.strictObject({...matching, kind: z.literal('slow'), delayMs: z.number().min(0)}),
  /** A web page instead of an answer, as a proxy or a captive portal gives it. */
  z.strictObject({...matching, kind: z.literal('html'), status: z.int().min(200).max(599).default(200)}),
  /** Just before the matching UpdateAlias arrives, somebody else writes the alias: its RevisionId moves. */
  z.strictObject({
    ...matching,
    operation: z.literal('UpdateAlias').default('UpdateAlias'),
    kind: z.literal('other-writer'),
    /** Members of the other writer's UpdateAlias. */
    write: z.record(z.string(), z.unknown()).default({Description: 'written by somebody else'}),
  }),
  /** From now on these metrics become visible this late; until the faults are removed. */
  z.strictObject({kind: z.literal('delayed-metrics'), ...ofMetrics, delayMs: z.number().min(0)}),
  /** From now on these metrics never become visible; until the faults are removed. */
  z.strictObject({kind: z.literal('missing-metrics'), ...ofMetrics}),
  /** From now on invocations of these aliases follow a write only after `delayMs`; until the faults are removed. */
  z.strictObject({kind: z.literal('slow-alias'), ...ofAliases, gradual: z.boolean().default(false)}),
  /** From now on reads of these aliases answer the state of `delayMs` ago; until the faults are removed. */
  z.strictObject({kind: z.literal('stale-alias'), ...ofAliases, share: z.number().min(0).max(1).default(1)}),
]);

export type Fault = z.output<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;
/** A fault that hits calls. */
export type CallFault = Exclude<Fault, MetricFault | AliasFault>;
