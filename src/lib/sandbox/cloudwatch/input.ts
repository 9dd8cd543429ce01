import * as z from 'zod';
import {firstViolation} from '../constraints/first-violation.js';
import type {MetricName} from './metric.js';
import {validationError} from './service-error.js';

// The three protocols write the same value differently: JSON has epoch seconds and numbers, CBOR tagged dates, Query only text.

/** A point in time, as milliseconds since the epoch. */
export const timestamp = z
  .union([
    z.date(),
    z.number().transform((seconds) => new Date(seconds * 1000)),
    z
      .string()
      .min(1)
      .transform((text) => (/^\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text))),
  ])
  .refine((date) => !Number.isNaN(date.getTime()), 'timestamp must follow ISO8601')
  .transform((date) => date.getTime());

export const decimal = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/)
    .transform(Number),
]);

/** A measured value. NaN and the infinities come through, each protocol's own way: the operation refuses them by name. */
export const measurement = z.union([
  decimal,
  z.nan(),
  z.literal([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]),
  z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number),
]);

export const integer = decimal.refine(Number.isInteger, 'must be an integer');

export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

export const dimensions = z
  .array(z.object({Name: z.string().min(1), Value: z.string().min(1)}))
  .max(30)
  .default([])
  .transform((list) => list.map(({Name, Value}) => ({name: Name, value: Value})));

/** Checks an operation's input. Throws CloudWatchError ValidationError that names the first member that is wrong. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw validationError(firstViolation(parsed.error, input));
}

/** A metric as answers name it. */
export function toMetricOutput(metric: MetricName) {
  return {
    Namespace: metric.namespace,
    MetricName: metric.metricName,
    Dimensions: metric.dimensions.map(({name, value}) => ({Name: name, Value: value})),
  };
}
