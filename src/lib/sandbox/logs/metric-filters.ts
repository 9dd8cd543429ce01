import * as z from 'zod';
import type {MetricDatum} from '../cloudwatch/metric.js';
import {type MessageFilter, parseFilterPattern} from './filter-pattern.js';
import {requireGroup} from './groups.js';
import {selectValues} from './json-pattern.js';
import type {LogStore} from './log-store.js';
import {invalidParameter, notFound} from './logs-error.js';
import {parseLogsInput} from './read-events.js';

const transformationSchema = z.object({
  metricName: z.string().min(1).max(255),
  metricNamespace: z.string().min(1).max(255),
  metricValue: z.string().min(1).max(100),
  defaultValue: z.number().optional(),
  dimensions: z.record(z.string(), z.string()).optional(),
  unit: z.string().optional(),
});
const putSchema = z.object({
  logGroupName: z.string(),
  filterName: z.string().regex(/^[^:*]{1,512}$/),
  filterPattern: z.string().max(1024),
  metricTransformations: z.array(transformationSchema).length(1),
});
const deleteSchema = z.object({logGroupName: z.string(), filterName: z.string()});
const describeSchema = z.object({
  logGroupName: z.string().optional(),
  filterNamePrefix: z.string().optional(),
  metricName: z.string().optional(),
  metricNamespace: z.string().optional(),
});
const testSchema = z.object({
  filterPattern: z.string().max(1024),
  logEventMessages: z.array(z.string()).min(1).max(50),
});

type Put = z.output<typeof putSchema>;

interface MetricFilter extends Put {
  readonly createdMs: number;
  readonly matches: MessageFilter;
  /** The last minute in which the default value was written. */
  defaultMinute?: number;
}

const MAX_DIMENSIONS = 3;
const MINUTE_MS = 60_000;

/** Metric filters of log groups: what is written after they were put becomes metrics. */
export class MetricFilters {
  readonly #store: LogStore;
  readonly #now: () => number;
  readonly #filters = new Map<string, MetricFilter>();

  constructor(store: LogStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  operations(): [string, (input: unknown) => object][] {
    return [
      ['PutMetricFilter', (input) => this.#put(parseLogsInput(putSchema, input))],
      ['DeleteMetricFilter', (input) => this.#delete(parseLogsInput(deleteSchema, input))],
      ['DescribeMetricFilters', (input) => this.#describe(parseLogsInput(describeSchema, input))],
      ['TestMetricFilter', (input) => testFilter(parseLogsInput(testSchema, input))],
    ];
  }

  countOf(group: string): number {
    return [...this.#filters.values()].filter((filter) => filter.logGroupName === group).length;
  }

  /** The metrics of one event that was written to a group. */
  metricsOf({group, message, timestampMs}: {group: string; message: string; timestampMs: number}): MetricDatum[] {
    return [...this.#filters.values()]
      .filter((filter) => filter.logGroupName === group)
      .flatMap((filter) => metricOf(filter, message, timestampMs) ?? []);
  }

  #put(input: Put): object {
    requireGroup(this.#store, input.logGroupName);
    const [transformation] = input.metricTransformations;
    const dimensions = Object.keys(transformation?.dimensions ?? {});
    if (dimensions.length > MAX_DIMENSIONS)
      throw invalidParameter(`At most ${MAX_DIMENSIONS} dimensions can be specified.`);
    if (dimensions.length > 0 && transformation?.defaultValue !== undefined) {
      throw invalidParameter('Default value and dimensions cannot be specified together.');
    }
    const matches = parseFilterPattern(input.filterPattern);
    this.#filters.set(keyOf(input), {...input, createdMs: this.#now(), matches});
    return {};
  }

  #delete(input: z.output<typeof deleteSchema>): object {
    requireGroup(this.#store, input.logGroupName);
    if (!this.#filters.delete(keyOf(input))) throw notFound('The specified metric filter does not exist.');
    return {};
  }

  #describe(request: z.output<typeof describeSchema>): object {
    if (request.logGroupName !== undefined) requireGroup(this.#store, request.logGroupName);
    const metricFilters = [...this.#filters.values()]
      .filter((each) => request.logGroupName === undefined || each.logGroupName === request.logGroupName)
      .filter((each) => each.filterName.startsWith(request.filterNamePrefix ?? ''))
      .filter(
        ({metricTransformations: [of]}) => request.metricName === undefined || of?.metricName === request.metricName,
      )
      .filter(
        ({metricTransformations: [of]}) =>
          request.metricNamespace === undefined || of?.metricNamespace === request.metricNamespace,
      )
      .map(({filterName, filterPattern, metricTransformations, logGroupName, createdMs}) => ({
        filterName,
        filterPattern,
        metricTransformations,
        logGroupName,
        creationTime: createdMs,
      }));
    return {metricFilters};
  }
}

function metricOf(filter: MetricFilter, message: string, timestampMs: number): MetricDatum | undefined {
  const [transformation] = filter.metricTransformations;
  if (!transformation) return undefined;
  const {metricName, metricNamespace: namespace, metricValue, defaultValue, unit = 'None'} = transformation;
  const base = {namespace, metricName, timestampMs, unit};
  if (filter.matches(message)) {
    const value = valueIn(metricValue, message);
    if (value === undefined) return undefined;
    const dimensions = Object.entries(transformation.dimensions ?? {}).map(([name, selector]) => ({
      name,
      value: String(selected(message, selector) ?? ''),
    }));
    // An event without one of the values has no such metric.
    return dimensions.some((each) => each.value === '') ? undefined : {...base, dimensions, value};
  }
  const minute = Math.floor(timestampMs / MINUTE_MS);
  if (defaultValue === undefined || filter.defaultMinute === minute) return undefined;
  filter.defaultMinute = minute;
  return {...base, dimensions: [], value: defaultValue};
}

function valueIn(metricValue: string, message: string): number | undefined {
  const value = Number(metricValue.startsWith('$') ? selected(message, metricValue) : metricValue);
  return Number.isFinite(value) ? value : undefined;
}

function selected(message: string, selector: string): unknown {
  try {
    return selectValues(JSON.parse(message), selector)[0];
  } catch {
    // A message that matched by terms need not be JSON.
    return undefined;
  }
}

function testFilter({filterPattern, logEventMessages}: z.output<typeof testSchema>): object {
  const matches = parseFilterPattern(filterPattern);
  return {
    matches: logEventMessages.flatMap((eventMessage, index) =>
      matches(eventMessage) ? [{eventNumber: index + 1, eventMessage, extractedValues: {}}] : [],
    ),
  };
}

function keyOf({logGroupName, filterName}: {logGroupName: string; filterName: string}): string {
  return `${logGroupName} ${filterName}`;
}
