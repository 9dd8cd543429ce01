import {Flags} from '@oclif/core';
import type {CountPair, SlowTolerance, WatchedMetric, WatchedStage} from '../../analysis/settings.js';
import {parseCountPair, VERSION_PLACE} from '../../model/rollout/count-pair.js';
import {parseSlowTolerance} from '../../model/rollout/slow-tolerance.js';
import {parseWatchedMetric} from '../../model/rollout/watched-metric.js';
import {parseWatchedStage} from '../../model/rollout/watched-stage.js';
import {parseWeightPercent} from '../../model/rollout/weight.js';

export const percentFlag = Flags.custom<number>({
  helpValue: 'PERCENT',
  parse: async (text) => parseWeightPercent(text),
});

const slowFlag = Flags.custom<SlowTolerance>({
  helpValue: '"p90:2%, p99:0.5%"',
  parse: async (text) => parseSlowTolerance(text),
});

const watchedMetricFlag = Flags.custom<WatchedMetric>({
  helpValue: '"AWS/ApiGateway 5XXError{ApiName=shop} Sum 1m > 5"',
  parse: async (text) => parseWatchedMetric(text),
});

const pairFlag = Flags.custom<CountPair>({
  helpValue: `'shop Http5xx/Requests{service=checkout,version=${VERSION_PLACE}}'`,
  parse: async (text) => parseCountPair(text),
});

const watchedStageFlag = Flags.custom<WatchedStage>({
  helpValue: "'rest:orders/prod'",
  parse: async (text) => parseWatchedStage(text),
});

/** Flags of every command that judges; what they leave out comes from the release file, then from the defaults. */
export const analysisFlags = {
  alpha: percentFlag({
    summary: 'At most this share of rollouts of a tolerable version is ever rolled back.',
    env: 'LAMBDA_RELEASE_ALPHA',
    helpGroup: 'ROLLOUT',
  }),
  'tolerate-ratio': Flags.string({
    summary: 'Tolerated multiple of the error rate of stable.',
    env: 'LAMBDA_RELEASE_TOLERATE_RATIO',
    helpValue: '1.25',
    helpGroup: 'ROLLOUT',
  }),
  'tolerate-plus': percentFlag({
    summary: 'Tolerated on top of it, in percentage points.',
    env: 'LAMBDA_RELEASE_TOLERATE_PLUS',
    helpGroup: 'ROLLOUT',
  }),
  'min-invocations': Flags.integer({
    summary: 'Candidate invocations a step needs before it may pass.',
    env: 'LAMBDA_RELEASE_MIN_INVOCATIONS',
    min: 1,
    helpGroup: 'ROLLOUT',
  }),
  slow: slowFlag({
    summary: 'Judge latency too: tolerated share of requests slower than the p90 and p99 that stable had before.',
    env: 'LAMBDA_RELEASE_SLOW',
    helpGroup: 'ROLLOUT',
  }),
  'lost-events': percentFlag({
    summary: 'Hold when more asynchronous events are lost: tolerated share on top of what was lost before.',
    env: 'LAMBDA_RELEASE_LOST_EVENTS',
    helpGroup: 'ROLLOUT',
  }),
  alarm: Flags.string({
    summary: 'CloudWatch alarm that takes the version back when it goes red. May be given more than once.',
    helpValue: 'NAME',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'ROLLOUT',
  }),
  metric: watchedMetricFlag({
    summary: 'CloudWatch metric that takes the version back when it crosses its bound. May be given more than once.',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'ROLLOUT',
  }),
  'api-stage': watchedStageFlag({
    summary:
      'Hold when a stage of a REST API (by name) or an HTTP API (by id) answers more requests with a server error than before. May be given more than once.',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'ROLLOUT',
  }),
  pair: pairFlag({
    summary:
      'Two counts of one version, bad and all, judged beside stable like errors: what Lambda does not count. May be given more than once.',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'ROLLOUT',
  }),
};
