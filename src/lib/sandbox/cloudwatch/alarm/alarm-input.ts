import * as z from 'zod';
import {decimal, dimensions, flag, integer, parseInput} from '../input.js';
import {type MetricQuery, querySchema} from '../metric-queries.js';
import {
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  validationError,
} from '../service-error.js';
import {parseStatistic} from '../statistic.js';
import {COMPARISONS, type MetricCondition, MISSING_DATA} from './alarm.js';

const actions = z.array(z.string()).max(5).default([]);
export const tagsSchema = z.array(z.object({Key: z.string().min(1), Value: z.string()})).default([]);

const alarmShape = {
  AlarmName: z.string().min(1).max(255),
  ActionsEnabled: flag.default(true),
  OKActions: actions,
  AlarmActions: actions,
  InsufficientDataActions: actions,
  Tags: tagsSchema,
};
const compositeSchema = z.looseObject({...alarmShape, AlarmRule: z.string().min(1).max(10_240)});
const metricSchema = z.looseObject({
  ...alarmShape,
  MetricName: z.string().min(1).optional(),
  Namespace: z.string().min(1).optional(),
  Statistic: z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']).optional(),
  ExtendedStatistic: z.string().optional(),
  Dimensions: dimensions,
  Period: integer.optional(),
  Unit: z.string().optional(),
  EvaluationPeriods: integer.pipe(z.number().min(1)),
  DatapointsToAlarm: integer.pipe(z.number().min(1)).optional(),
  Threshold: decimal.optional(),
  ComparisonOperator: z.enum(COMPARISONS),
  TreatMissingData: z.enum(MISSING_DATA).default('missing'),
  Metrics: z.array(querySchema).default([]),
});
type MetricInput = z.output<typeof metricSchema>;

const DAY_SECONDS = 86_400;

export interface AlarmInput<S> {
  readonly settings: S & {readonly AlarmName: string; readonly ActionsEnabled: boolean};
  readonly tags: z.output<typeof tagsSchema>;
}

/** PutMetricAlarm: one metric, or metric math with one query that returns data. Throws CloudWatchError. */
export function parseMetricAlarm(
  input: unknown,
): AlarmInput<Record<string, unknown>> & {readonly metric: MetricCondition} {
  const parsed = parseInput(metricSchema, input);
  const metric = toCondition(parsed);
  checkCondition(parsed, metric);
  checkActions(parsed);
  return {...withoutTags(parsed, input), metric};
}

function checkActions({OKActions, AlarmActions, InsufficientDataActions}: MetricInput): void {
  const wrong = [...OKActions, ...AlarmActions, ...InsufficientDataActions].find((arn) => !arn.startsWith('arn:'));
  if (wrong !== undefined) throw validationError(`Invalid arn syntax: ${wrong}`);
}

export function parseCompositeAlarm(input: unknown): AlarmInput<{readonly AlarmRule: string}> {
  const parsed = parseInput(compositeSchema, input);
  const {Tags: tags, ...settings} = parsed;
  return {settings, tags};
}

// Lists of dimensions and queries are told as they came; numbers and flags as they were read.
function withoutTags(parsed: MetricInput, input: unknown) {
  const {Tags: tags, Dimensions: read, Metrics: queries, ...settings} = parsed;
  const {Dimensions, Metrics}: {Dimensions?: unknown; Metrics?: unknown} = Object(input);
  return {
    tags,
    settings: {...settings, ...(read.length > 0 && {Dimensions}), ...(queries.length > 0 && {Metrics})},
  };
}

function toCondition(input: MetricInput): MetricCondition {
  const {Metrics: queries, MetricName, Namespace, Dimensions, Statistic, ExtendedStatistic, Unit} = input;
  const shared = {
    comparison: input.ComparisonOperator,
    threshold: input.Threshold ?? 0,
    evaluationPeriods: input.EvaluationPeriods,
    datapointsToAlarm: input.DatapointsToAlarm ?? input.EvaluationPeriods,
    missingData: input.TreatMissingData,
    unit: Unit,
  };
  if (queries.length > 0) {
    if (MetricName !== undefined || Namespace !== undefined) {
      throw invalidParameterCombination(
        'The parameters Metrics and MetricName are mutually exclusive and you have specified both.',
      );
    }
    return {...shared, queries, periodSeconds: periodOf(queries), statistic: undefined};
  }
  if (MetricName === undefined || Namespace === undefined || input.Period === undefined) {
    throw missingParameter('The parameters MetricName, Namespace and Period, or Metrics, are required.');
  }
  const stat = Statistic ?? ExtendedStatistic;
  if (stat === undefined || (Statistic !== undefined && ExtendedStatistic !== undefined)) {
    throw invalidParameterCombination('Exactly one of Statistic and ExtendedStatistic must be specified.');
  }
  if (!parseStatistic(stat)) {
    throw invalidParameterValue(`The value ${stat} for parameter ExtendedStatistic is not supported.`);
  }
  const metric = {Namespace, MetricName, Dimensions};
  const query: MetricQuery = {
    Id: 'm1',
    ReturnData: true,
    MetricStat: {Metric: metric, Period: input.Period, Stat: stat, Unit},
  };
  return {...shared, queries: [query], periodSeconds: input.Period, statistic: stat};
}

function periodOf(queries: readonly MetricQuery[]): number {
  const returned = queries.filter(({ReturnData}) => ReturnData);
  if (returned.length !== 1) {
    throw validationError('Exactly one element of the metrics list should return data.');
  }
  const periods = queries.map(({Period, MetricStat}) => MetricStat?.Period ?? Period ?? 0);
  const period = returned[0]?.MetricStat?.Period ?? returned[0]?.Period ?? Math.max(...periods);
  if (period === 0) throw missingParameter('The parameter Period is required.');
  return period;
}

function checkCondition(
  input: MetricInput,
  {periodSeconds, evaluationPeriods, datapointsToAlarm}: MetricCondition,
): void {
  if (input.Threshold === undefined) throw missingParameter('The parameter Threshold is required.');
  if (![10, 20, 30].includes(periodSeconds) && (periodSeconds <= 0 || periodSeconds % 60 !== 0)) {
    throw validationError('Metric alarm period must be 10, 20, 30 or a multiple of 60.');
  }
  if (datapointsToAlarm > evaluationPeriods) {
    throw validationError('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  }
  const longest = periodSeconds >= 3600 ? 7 * DAY_SECONDS : DAY_SECONDS;
  if (periodSeconds * evaluationPeriods > longest) {
    throw validationError(
      `Metrics cannot be checked across more than ${longest / DAY_SECONDS} day(s): EvaluationPeriods * Period must be <= ${longest}.`,
    );
  }
}
