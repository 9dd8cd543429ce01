import type {Version} from '../../model/versions/version.js';
import type {AliasMetrics} from '../../ports/metrics.js';
import type {RolloutRecord, ServedCounts} from './outcome.js';

/** What both versions served and what the alias refused, as far as these metrics tell. */
export function countServed(
  metrics: AliasMetrics,
  {stable, candidate}: {readonly stable: Version; readonly candidate: Version},
): Pick<RolloutRecord, 'served' | 'throttles'> {
  return {
    served: {stable: servedBy(stable, metrics), candidate: servedBy(candidate, metrics)},
    throttles: metrics.throttles.reduce((sum, minute) => sum + minute.throttles, 0),
  };
}

function servedBy(version: Version, {minutes}: AliasMetrics): ServedCounts {
  const counts = {invocations: 0, errors: 0};
  for (const minute of minutes) {
    if (minute.version !== version) continue;
    counts.invocations += minute.invocations ?? 0;
    counts.errors += minute.errors ?? 0;
  }
  return counts;
}
