import * as z from 'zod';
import {HOUR_MS, MINUTE_MS} from '../model/duration.js';
import {hasVersion, MOST_PAIRS, PAIR_PRESETS, VERSION_PLACE} from '../model/rollout/count-pair.js';
import {MOST_STAGES} from '../model/rollout/watched-stage.js';
import {durationField, percentField} from './setting-texts.js';

const SHARE = {min: 0, max: 50};
const SLOW = 'Tolerated on top of it: share of requests that take longer than stable took, before the rollout, for';

const metricSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(64)
      .meta({description: 'What it is called here.', examples: ['api-5xx']}),
    namespace: z
      .string()
      .min(1)
      .max(255)
      .meta({description: 'CloudWatch namespace.', examples: ['AWS/ApiGateway']}),
    metric: z
      .string()
      .min(1)
      .max(255)
      .meta({description: 'CloudWatch metric name.', examples: ['5XXError']}),
    dimensions: z
      .record(z.string().min(1).max(255), z.string().min(1).max(1024))
      .meta({description: 'All dimensions of the metric: CloudWatch matches the whole set.'})
      .optional(),
    stat: z
      .string()
      .regex(/^(SampleCount|Sum|Average|Minimum|Maximum|p\d{1,2}(\.\d+)?|p100|IQM|(tm|wm|tc|ts|TM|WM|TC|TS|PR)\S+)$/, {
        message: 'Write a CloudWatch statistic: Sum, Average, Minimum, Maximum, SampleCount, p99, …',
      })
      .meta({description: 'CloudWatch statistic.', examples: ['Sum', 'p99']}),
    period: periodField().optional(),
    above: z.number().meta({description: 'Red above this value.'}).optional(),
    below: z.number().meta({description: 'Red below this value.'}).optional(),
  })
  .refine(({above, below}) => (above === undefined) !== (below === undefined), {
    message: 'Give either above or below.',
  });

const metricName = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(255)
    .meta({description, examples: [example]});

const pairSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(64)
      .meta({description: 'What it is called here.', examples: ['http-5xx']}),
    namespace: metricName('CloudWatch namespace.', 'shop'),
    preset: z
      .enum(Object.keys(PAIR_PRESETS) as [keyof typeof PAIR_PRESETS])
      .meta({
        description:
          'The two metrics by who writes them: powertools-http is fault of the HTTP metrics middleware of Powertools for AWS Lambda (TypeScript), emf-http-5xx Http5xx of Requests, emf-batch-items FailedBatchItems of BatchItems.',
      })
      .optional(),
    bad: metricName('Metric whose sum is the count of bad ones.', 'Http5xx').optional(),
    total: metricName(
      'Metric whose sum is the count of all, bad ones included; left out, every sample of bad is one of all.',
      'Requests',
    ).optional(),
    dimensions: z
      .record(z.string().min(1).max(255), z.string().min(1).max(1024))
      .refine(hasVersion, {
        message: `Name the dimension that tells the versions apart, with ${VERSION_PLACE} in its value.`,
      })
      .meta({
        description: `All dimensions of both metrics; ${VERSION_PLACE} stands for the number of the version.`,
        examples: [{service: 'checkout', version: VERSION_PLACE}],
      }),
  })
  .refine(({preset, bad, total}) => (preset === undefined ? bad !== undefined : (bad ?? total) === undefined), {
    message: 'Give either a preset or bad, with total where there is one.',
  });

const stageSchema = z
  .strictObject({
    restApi: metricName('Name of a REST API.', 'orders').optional(),
    httpApi: metricName('Id of an HTTP API.', 'a1b2c3').optional(),
    stage: metricName('Name of the stage.', 'prod'),
  })
  .refine(({restApi, httpApi}) => (restApi === undefined) !== (httpApi === undefined), {
    message: 'Give either restApi, a name, or httpApi, an id.',
  });

/** How the candidate is judged, as the file writes it. */
export const analysisSchema = z
  .strictObject({
    alpha: percentField('At most this share of rollouts of a tolerable version is rolled back.', '1%', {
      min: 0.01,
      max: 20,
    }),
    tolerate: z
      .strictObject({
        ratio: z.number().min(1).max(100).meta({description: 'Tolerated multiple of the error rate of stable.'}),
        plus: percentField('Tolerated on top of it, in percentage points.', '0.1%', {min: 0, max: 50}),
      })
      .partial()
      .meta({description: 'A candidate is tolerable up to ratio × stable + plus.'}),
    settle: durationField('How long after its end a minute is read at least, 0s to 15m.', '30s', {
      minMs: 0,
      maxMs: 15 * MINUTE_MS,
    }),
    slow: z
      .strictObject({
        p90: percentField(`${SLOW} 90 % of its invocations`, '2%', SHARE),
        p99: percentField(`${SLOW} 99 % of its invocations`, '0.5%', SHARE),
      })
      .partial()
      .refine((slow) => slow.p90 !== undefined || slow.p99 !== undefined, {message: 'Name p90, p99 or both.'})
      .meta({
        description:
          'Judge latency too: a candidate may have 1.25 × the slow requests of stable, plus this share, at these durations and at some around them.',
      }),
    lostEvents: percentField(
      'Hold when more asynchronous events are lost (dropped, or refused by the dead-letter queue): 1.25 × those before the rollout, plus this share, are tolerated.',
      '0.1%',
      SHARE,
    ),
    alarms: z
      .array(z.string().min(1).max(255))
      .min(1)
      .max(100)
      .refine(isUnique, {message: 'A name is there twice.'})
      .meta({
        description: 'CloudWatch alarms: going to ALARM during the rollout takes the candidate back.',
        examples: [['checkout-5xx']],
      }),
    metrics: z
      .array(metricSchema)
      .min(1)
      .max(20)
      .refine((metrics) => isUnique(metrics.map(({name}) => name)), {message: 'A name is there twice.'})
      .meta({description: 'CloudWatch metrics: a settled period beyond the bound takes the candidate back.'}),
    apiStages: z
      .array(stageSchema)
      .min(1)
      .max(MOST_STAGES)
      .refine((stages) => isUnique(stages.map(({restApi, httpApi, stage}) => `${restApi ?? httpApi}/${stage}`)), {
        message: 'A stage is there twice.',
      })
      .meta({
        description:
          'Stages of APIs of API Gateway: hold when they answer more requests with a server error than before the rollout, beyond what is tolerated of errors.',
      }),
    pairs: z
      .array(pairSchema)
      .min(1)
      .max(MOST_PAIRS)
      .refine((pairs) => isUnique(pairs.map(({name}) => name)), {message: 'A name is there twice.'})
      .meta({
        description:
          'Two counts of one version, all and bad ones, judged beside stable like errors: failures that Lambda does not count, such as an HTTP 500 that the handler returns.',
      }),
    minInvocations: z
      .int()
      .min(1)
      .max(1_000_000)
      .meta({description: 'Candidate invocations a step needs before it may pass.'}),
  })
  .partial()
  .meta({description: 'How the candidate is judged against stable.'});

/** Periods divide an hour, so that one begins when the rollout does. */
function periodField() {
  return durationField('Period of its points, 1m to 1h, a divisor of an hour.', '1m', {
    minMs: MINUTE_MS,
    maxMs: HOUR_MS,
  }).refine((periodMs) => HOUR_MS % periodMs === 0 && periodMs % MINUTE_MS === 0, {
    message: 'Write 1m, 2m, 3m, 5m, 10m, 15m, 30m or 1h.',
  });
}

function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
