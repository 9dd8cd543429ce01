import type {z} from 'zod';
import type {CountPair, WatchedMetric, WatchedStage} from '../analysis/settings.js';
import {PAIR_PRESETS} from '../model/rollout/count-pair.js';
import type {analysisSchema} from './analysis-schema.js';
import type {AnalysisOverrides} from './release-file.js';
import {stated} from './stated.js';

type AnalysisInput = z.output<typeof analysisSchema>;
type PairInput = NonNullable<AnalysisInput['pairs']>[number];
type MetricInput = NonNullable<AnalysisInput['metrics']>[number];
type StageInput = NonNullable<AnalysisInput['apiStages']>[number];

const DEFAULT_PERIOD_MS = 60_000;

/** What the file says about the judge, in the judge's own words and units. */
export function toAnalysisOverrides(input: AnalysisInput): AnalysisOverrides {
  const {settle, tolerate, slow, metrics, apiStages, pairs, ...sameName} = input;
  return {
    ...stated({...sameName, settleMs: settle}),
    ...(tolerate && {tolerate: stated(tolerate)}),
    ...(slow && {slow: stated(slow)}),
    ...(metrics && {metrics: metrics.map(toWatchedMetric)}),
    ...(apiStages && {apiStages: apiStages.map(toWatchedStage)}),
    ...(pairs && {pairs: pairs.map(toCountPair)}),
  };
}

function toWatchedStage({restApi, httpApi = '', stage}: StageInput): WatchedStage {
  return restApi === undefined ? {kind: 'HTTP', api: httpApi, stage} : {kind: 'REST', api: restApi, stage};
}

function toCountPair({preset, bad = '', total, ...named}: PairInput): CountPair {
  return {...named, ...(preset ? PAIR_PRESETS[preset] : {bad, ...stated({total})})};
}

function toWatchedMetric({
  period = DEFAULT_PERIOD_MS,
  dimensions = {},
  above,
  below,
  ...named
}: MetricInput): WatchedMetric {
  return {...named, dimensions, periodSeconds: period / 1000, ...stated({above, below})};
}
