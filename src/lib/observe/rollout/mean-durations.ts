import type {WatchedMetric} from '../../analysis/settings.js';
import {MINUTE_MS, SECOND_MS} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {Version} from '../../model/versions/version.js';
import type {SignalsPort, TimeSpan} from '../../ports/signals.js';

interface DurationQuery extends TimeSpan {
  readonly ref: AliasRef;
  readonly versions: readonly Version[];
}

interface MeanDuration {
  readonly requests: number;
  readonly meanMs: number;
}

const STATS = ['Sum', 'SampleCount'] as const;

/**
 * How many requests each version answered through the alias, and how long it took for them in the mean: by minute, since periods that
 * begin elsewhere than the span would count what is beside it. A version without any is absent. Throws AwsError.
 */
export async function observeMeanDurations(
  {signals}: {readonly signals: Pick<SignalsPort, 'readMetrics'>},
  {ref, versions, fromMs, toMs}: DurationQuery,
  signal?: AbortSignal,
): Promise<ReadonlyMap<Version, MeanDuration>> {
  const durations = (version: Version, stat: (typeof STATS)[number]): WatchedMetric => ({
    ...{name: nameOf(version, stat), namespace: 'AWS/Lambda', metric: 'Duration', stat},
    dimensions: {FunctionName: ref.functionName, Resource: formatAliasRef(ref), ExecutedVersion: version},
    periodSeconds: MINUTE_MS / SECOND_MS,
  });
  const asked = versions.flatMap((version) => STATS.map((stat) => durations(version, stat)));
  const read = await signals.readMetrics(asked, {fromMs, toMs}, signal);
  const sums = new Map(read.map(({name, points}) => [name, points.reduce((sum, {value}) => sum + value, 0)]));
  return new Map(
    versions.flatMap((version) => {
      const [totalMs = 0, requests = 0] = STATS.map((stat) => sums.get(nameOf(version, stat)));
      return requests > 0 ? [[version, {requests, meanMs: totalMs / requests}]] : [];
    }),
  );
}

function nameOf(version: Version, stat: string): string {
  return `${version} ${stat}`;
}
