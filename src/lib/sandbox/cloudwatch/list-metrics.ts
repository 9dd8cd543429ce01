import * as z from 'zod';
import {parseInput, toMetricOutput} from './input.js';
import type {MetricsStore} from './metrics-store.js';
import {formatPageToken, parsePageToken} from './page-token.js';

const PAGE = 500;

const inputSchema = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z
    .array(z.object({Name: z.string().min(1), Value: z.string().optional()}))
    .max(30)
    .default([]),
  NextToken: z.string().optional(),
});

/**
 * ListMetrics: a filter of dimensions selects every metric that has them among its own. New metrics are listed as soon as
 * their data is visible, where AWS may take 15 minutes. Throws CloudWatchError.
 */
export function listMetrics(store: MetricsStore, input: unknown) {
  const request = parseInput(inputSchema, input);
  const matching = store
    .names()
    .filter(
      (series) =>
        (request.Namespace === undefined || series.namespace === request.Namespace) &&
        (request.MetricName === undefined || series.metricName === request.MetricName) &&
        request.Dimensions.every(({Name, Value}) =>
          series.dimensions.some((each) => each.name === Name && (Value === undefined || each.value === Value)),
        ),
    );
  const [from = 0] = parsePageToken(request.NextToken, 1);
  return {
    Metrics: matching.slice(from, from + PAGE).map(toMetricOutput),
    ...(from + PAGE < matching.length ? {NextToken: formatPageToken(from + PAGE)} : {}),
  };
}
