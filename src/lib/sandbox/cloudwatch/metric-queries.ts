import * as z from 'zod';
import type {SandboxClock} from '../clock.js';
import {datapoints} from './datapoints.js';
import {dimensions, flag, integer} from './input.js';
import {evaluateMath} from './math/evaluate.js';
import {type Expression, idsIn, MathError, parseMath} from './math/expression.js';
import {isList, type MathValue, type Series} from './math/series.js';
import type {MetricsStore} from './metrics-store.js';
import {validationError} from './service-error.js';
import {parseStatistic} from './statistic.js';

/** One query of GetMetricData, and one of an alarm on metric math. */
export const querySchema = z.object({
  Id: z.string().regex(/^[a-z]\w{0,254}$/, 'must begin with a lowercase letter, then letters, digits and underscores'),
  Label: z.string().optional(),
  ReturnData: flag.default(true),
  Expression: z.string().min(1).max(2048).optional(),
  Period: integer.optional(),
  MetricStat: z
    .object({
      Metric: z.object({Namespace: z.string().min(1), MetricName: z.string().min(1), Dimensions: dimensions}),
      Period: integer,
      Stat: z.string().min(1),
      Unit: z.string().optional(),
    })
    .optional(),
});

export type MetricQuery = z.output<typeof querySchema>;

export interface QueryResult {
  readonly id: string;
  readonly label: string;
  /** Ascending. */
  readonly points: readonly {readonly timestampMs: number; readonly value: number}[];
}

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

const MINUTE_MS = 60_000;

/**
 * Answers queries over one window, expressions by metric math, in the order of the queries; an expression over several
 * series gives one result each. Queries that only serve others are left out. Throws CloudWatchError ValidationError.
 */
export class MetricQueries {
  readonly #store: MetricsStore;
  readonly #clock: SandboxClock;
  readonly #queries: readonly MetricQuery[];
  readonly #window: Window;
  readonly #values = new Map<string, MathValue>();
  readonly #parsed = new Map<string, Expression>();

  constructor(store: MetricsStore, clock: SandboxClock, queries: readonly MetricQuery[], window: Window) {
    this.#store = store;
    this.#clock = clock;
    this.#queries = queries;
    this.#window = window;
    if (new Set(queries.map(({Id}) => Id)).size < queries.length) {
      throw validationError('The values for parameter id in MetricDataQueries are not unique.');
    }
    for (const query of queries) this.#check(query);
    for (const {Id} of queries) this.#checkOrder(Id, []);
  }

  results(): readonly QueryResult[] {
    return this.#queries.filter(({ReturnData}) => ReturnData).flatMap((query) => this.#resultsOf(query));
  }

  #resultsOf(query: MetricQuery): readonly QueryResult[] {
    const value = this.#valueOf(query);
    if (typeof value === 'number' || typeof value === 'string') {
      throw inExpression(query, 'The expression must return a time series or an array of time series');
    }
    const all = isList(value) ? value : [value];
    return all.map((series) => ({
      id: query.Id,
      label: labelOf(query, series, all.length > 1),
      points: [...series.points].map(([timestampMs, each]) => ({timestampMs, value: each})),
    }));
  }

  #check(query: MetricQuery): void {
    const {Id, Expression: text, MetricStat: metricStat} = query;
    if ((text === undefined) === (metricStat === undefined)) {
      throw validationError(`Query ${Id} must have either Expression or MetricStat.`);
    }
    if (metricStat && !parseStatistic(metricStat.Stat)) {
      throw validationError(
        `The value ${metricStat.Stat} for parameter MetricDataQueries.member.Stat is not a statistic.`,
      );
    }
    if (text === undefined) return;
    try {
      this.#parsed.set(Id, parseMath(text));
    } catch (error) {
      throw inExpression(query, error);
    }
  }

  #checkOrder(id: string, path: readonly string[]): void {
    const expression = this.#parsed.get(id);
    if (!expression) return;
    if (path.includes(id))
      throw validationError(`Circular reference in MetricDataQueries: ${[...path, id].join(' -> ')}`);
    for (const next of idsIn(expression)) this.#checkOrder(next, [...path, id]);
  }

  #valueOf(query: MetricQuery): MathValue {
    const known = this.#values.get(query.Id);
    if (known !== undefined) return known;
    const value = query.MetricStat ? this.#seriesOf(query, query.MetricStat) : this.#mathOf(query);
    this.#values.set(query.Id, value);
    return value;
  }

  #seriesOf(query: MetricQuery, {Metric, Period, Stat, Unit}: NonNullable<MetricQuery['MetricStat']>): Series {
    const {Namespace: namespace, MetricName: metricName, Dimensions} = Metric;
    const metric = {namespace, metricName, dimensions: Dimensions};
    const statistic = parseStatistic(Stat);
    const found = datapoints(this.#store, this.#clock, metric, {...this.#window, periodSeconds: Period, unit: Unit});
    const points = found.flatMap(({timestampMs, bucket}): [number, number][] => {
      const value = statistic?.(bucket);
      return value === undefined ? [] : [[timestampMs, value]];
    });
    return {label: query.Label ?? metricName, periodMs: Math.max(Period * 1000, MINUTE_MS), points: new Map(points)};
  }

  #mathOf(query: MetricQuery): MathValue {
    const expression = this.#parsed.get(query.Id);
    if (!expression) throw validationError(`Query ${query.Id} has no expression.`);
    const byId = new Map(this.#queries.map((each) => [each.Id, each]));
    try {
      return evaluateMath(expression, {
        window: {...this.#alignedWindow(), periodMs: this.#periodMs(query)},
        value: (id) => {
          const other = byId.get(id);
          return other && this.#valueOf(other);
        },
        metrics: () =>
          this.#queries.flatMap((each) =>
            each.MetricStat ? [{id: each.Id, series: this.#valueOf(each) as Series}] : [],
          ),
      });
    } catch (error) {
      throw inExpression(query, error);
    }
  }

  #alignedWindow(): Window {
    return {...this.#window, fromMs: Math.floor(this.#window.fromMs / MINUTE_MS) * MINUTE_MS};
  }

  /** Its own, else that of the first metric. */
  #periodMs(query: MetricQuery): number {
    const seconds = query.Period ?? this.#queries.find(({MetricStat}) => MetricStat)?.MetricStat?.Period ?? 60;
    return Math.max(seconds * 1000, MINUTE_MS);
  }
}

function labelOf(query: MetricQuery, series: Series, isOneOfMany: boolean): string {
  if (query.Expression === undefined || isOneOfMany)
    return [query.Expression && query.Label, series.label].filter(Boolean).join(' ');
  return query.Label ?? query.Id;
}

function inExpression({Id}: MetricQuery, error: unknown): unknown {
  if (error instanceof MathError) return validationError(`Error in expression '${Id}' [${error.message}]`);
  return typeof error === 'string' ? validationError(`Error in expression '${Id}' [${error}]`) : error;
}
