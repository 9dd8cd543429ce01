import type {WatchedMetric} from '../../analysis/settings.js';
import {MINUTE_MS, SECOND_MS} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {VersionLoad} from '../../model/rollout/onlooker-details.js';
import type {Version} from '../../model/versions/version.js';
import type {SignalsPort, TimeSpan} from '../../ports/signals.js';

interface LoadQuery extends TimeSpan {
  readonly ref: AliasRef;
  readonly versions: readonly Version[];
}

const STATS = ['SampleCount', 'p50', 'p99'] as const;

/**
 * Requests a minute and durations of each version over one span of whole minutes, in one request of three metrics a version. Percentiles
 * of one long period, for those of several cannot be put together. Throws AwsError.
 */
export async function observeVersionLoad(
  {signals}: {readonly signals: Pick<SignalsPort, 'readMetrics'>},
  {ref, versions, fromMs, toMs}: LoadQuery,
  signal?: AbortSignal,
): Promise<ReadonlyMap<Version, VersionLoad>> {
  const durations = (version: Version, stat: (typeof STATS)[number]): WatchedMetric => ({
    ...{name: `${version} ${stat}`, namespace: 'AWS/Lambda', metric: 'Duration', stat},
    dimensions: {FunctionName: ref.functionName, Resource: formatAliasRef(ref), ExecutedVersion: version},
    periodSeconds: (toMs - fromMs) / SECOND_MS,
  });
  const asked = versions.flatMap((version) => STATS.map((stat) => durations(version, stat)));
  const read = await signals.readMetrics(asked, {fromMs, toMs}, signal);
  // A period begins where the span does; should CloudWatch ever align it otherwise, the last of two is the newer.
  const values = new Map(read.map(({name, points}) => [name, points.at(-1)?.value]));
  return new Map(
    versions.flatMap((version) => {
      const [count, p50Ms, p99Ms] = STATS.map((stat) => values.get(`${version} ${stat}`));
      if (count === undefined) return [];
      const perMinute = count / ((toMs - fromMs) / MINUTE_MS);
      return [[version, {perMinute, ...(p50Ms !== undefined && {p50Ms}), ...(p99Ms !== undefined && {p99Ms})}]];
    }),
  );
}
