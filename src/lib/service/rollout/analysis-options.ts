import type {CountPair, SlowTolerance, WatchedMetric, WatchedStage} from '../../analysis/settings.js';
import type {AnalysisOverrides} from '../../config/release-file.js';
import {UsageError} from '../../errors.js';

/** What a person says of judging, by the names of the options; absent is `undefined`. */
export interface AnalysisOptions {
  readonly alpha?: number | undefined;
  readonly 'tolerate-ratio'?: string | undefined;
  readonly 'tolerate-plus'?: number | undefined;
  readonly 'min-invocations'?: number | undefined;
  readonly slow?: SlowTolerance | undefined;
  readonly 'lost-events'?: number | undefined;
  readonly alarm?: readonly string[] | undefined;
  readonly metric?: readonly WatchedMetric[] | undefined;
  readonly 'api-stage'?: readonly WatchedStage[] | undefined;
  readonly pair?: readonly CountPair[] | undefined;
}

/** Whether any option says how to judge. */
export function saysHowToJudge(options: AnalysisOptions): boolean {
  const {alpha, 'tolerate-ratio': ratio, 'tolerate-plus': plus, 'min-invocations': minInvocations} = options;
  const {slow, 'lost-events': lostEvents, alarm, metric, 'api-stage': apiStage, pair} = options;
  return [alpha, ratio, plus, minInvocations, slow, lostEvents, alarm, metric, apiStage, pair].some(
    (each) => each !== undefined,
  );
}

/** The judge's settings of options and file, options first. Throws UsageError. */
export function mergeAnalysis(options: AnalysisOptions, file: AnalysisOverrides): AnalysisOverrides {
  const {alpha, 'tolerate-ratio': ratio, 'tolerate-plus': plus, 'min-invocations': minInvocations} = options;
  const {slow, 'lost-events': lostEvents, alarm, metric, 'api-stage': apiStage, pair} = options;
  return {
    ...file,
    ...(alpha !== undefined && {alpha: parseAlpha(alpha)}),
    tolerate: {
      ...file.tolerate,
      ...(ratio !== undefined && {ratio: parseRatio(ratio)}),
      ...(plus !== undefined && {plus: plus / 100}),
    },
    ...(minInvocations !== undefined && {minInvocations}),
    ...(slow !== undefined && {slow}),
    ...(lostEvents !== undefined && {lostEvents: lostEvents / 100}),
    ...(alarm !== undefined && {alarms: [...new Set(alarm)]}),
    ...(metric !== undefined && {metrics: metric}),
    ...(apiStage !== undefined && {apiStages: apiStage}),
    ...(pair !== undefined && {pairs: pair}),
  };
}

// The same bounds as in the release file.
function parseAlpha(percent: number): number {
  if (percent >= 0.01 && percent <= 20) return percent / 100;
  throw new UsageError(`--alpha ${percent}% is out of bounds.`, {
    code: 'ALPHA_OUT_OF_BOUNDS',
    suggestions: ['Give a share from 0.01% to 20%; 1% is the default.'],
  });
}

function parseRatio(text: string): number {
  const ratio = Number(text);
  if (ratio >= 1 && ratio <= 100) return ratio;
  throw new UsageError(`--tolerate-ratio ${text} is no ratio.`, {
    code: 'RATIO_OUT_OF_BOUNDS',
    suggestions: ['Give a number from 1 to 100; 1.25 tolerates a quarter more errors than stable has.'],
  });
}
