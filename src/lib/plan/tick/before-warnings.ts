import {wasWritten} from '../../analysis/bet/pair-evidence.js';
import {type AnalysisSettings, stageName} from '../../analysis/settings.js';
import type {ReadingsBefore} from '../../analysis/signal-readings.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {Version} from '../../model/versions/version.js';
import type {PlanWarning} from '../rollout/plan.js';

/** Which of the signals asked for cannot be judged, because there is too little history to hold them against. */
export function beforeWarnings(
  {slow, lostEvents, apiStages = [], pairs = []}: AnalysisSettings,
  before: ReadingsBefore,
  stable: Version,
): readonly PlanWarning[] {
  const warnings: PlanWarning[] = [];
  const {p90Ms, p99Ms, invocations = 0} = before.thresholds ?? {};
  const unknown = [...(slow?.p90 !== undefined && p90Ms === undefined ? ['p90'] : [])];
  if (slow?.p99 !== undefined && p99Ms === undefined) unknown.push('p99');
  if (unknown.length > 0) {
    warnings.push({
      code: 'SLOW_NOT_JUDGED',
      message: `Latency is not judged by ${unknown.join(' and ')}: stable had ${invocations} invocations in the three hours before, and a percentile needs 100 (p90) or 1,000 (p99).`,
    });
  }
  if (lostEvents !== undefined && (before.events ?? []).every(({received}) => received === 0)) {
    warnings.push({
      code: 'LOST_EVENTS_NOT_JUDGED',
      message: 'Lost events are not judged: the function had no asynchronous events in the three hours before.',
    });
  }
  const unseen = apiStages.filter(
    (stage) =>
      !before.apiStages?.some(
        ({name, minutes}) => name === stageName(stage) && minutes.some(({requests}) => requests > 0),
      ),
  );
  if (unseen.length > 0) {
    warnings.push({
      code: 'API_STAGE_NOT_JUDGED',
      message: `Server errors of ${unseen.map(stageName).join(', ')} are not judged: CloudWatch has no request there in the three hours before. A REST API goes by its name, an HTTP API by its id; compare with: aws cloudwatch list-metrics --namespace AWS/ApiGateway --metric-name Count`,
    });
  }
  const unwritten = pairs.filter(
    ({name}) => !wasWritten(before.pairs?.find((reading) => reading.name === name)?.minutes ?? [], stable),
  );
  if (unwritten.length > 0) {
    warnings.push({
      code: 'PAIR_NOT_WRITTEN',
      message: `Version ${stable} wrote nothing under ${unwritten.map(({name}) => name).join(', ')} in the three hours before: unless it does so now, what they count is not judged. Compare namespace, metrics and dimensions with: aws cloudwatch list-metrics --namespace ${shellQuoted(unwritten[0]?.namespace ?? '')}`,
    });
  }
  return warnings;
}
