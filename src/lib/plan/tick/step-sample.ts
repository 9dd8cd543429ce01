import type {LatencyMinutes} from '../../analysis/signal-readings.js';
import {isBesideStable, isWatching, type RolloutMarker, stepIndexOf, weightsOf} from '../../model/rollout/marker.js';
import type {MinuteOfRequests, StepSample} from '../../model/rollout/step-sample.js';
import type {Version} from '../../model/versions/version.js';
import type {AliasMetrics} from '../../ports/metrics.js';
import {patienceMsOf} from '../rollout/gate.js';
import {patienceFor} from '../rollout/rollout.js';
import {stepClock} from './step-clock.js';

interface Seen extends AliasMetrics {
  readonly nowMs: number;
  readonly latency?: LatencyMinutes | undefined;
  /** Every request of the step has failed, too few to convict for: it is waited for longer. */
  readonly allFailed: boolean;
  /** Patience begins then at the earliest, epoch milliseconds; where nobody knows, with the end of the bake. */
  readonly patientFromMs?: number | undefined;
}

/** What a person asks of a step that has been looked at: when it is over at the latest, and how new its numbers are. */
export function toStepSample(marker: RolloutMarker, seen: Seen): StepSample {
  const {stable, candidate} = marker;
  const {startedMs, bakeMs} = stepClock(marker, seen.nowMs);
  const bakedMs = startedMs + bakeMs;
  const lateMs = Math.max(0, (seen.patientFromMs ?? 0) - bakedMs);
  const patienceMs = patienceMsOf(patienceFor(marker.steps) + lateMs, seen);
  const next = nextWeight(marker);
  const newest = newestMinute(marker, seen);
  const durations = durationsOf(marker, seen.latency);
  return {
    atMs: seen.nowMs,
    stable,
    candidate,
    weightPercent: weightsOf(marker).at(-1) ?? 0,
    ...(next !== undefined && {nextWeightPercent: next}),
    bakedMs,
    latestMs: bakedMs + patienceMs,
    finishMs: Math.max(bakedMs, seen.nowMs) + laterMs(marker),
    ...(newest && {newest}),
    throttles: seen.throttles.reduce((sum, each) => sum + (each.minuteMs >= startedMs ? each.throttles : 0), 0),
    ...(durations && {durations}),
  };
}

/** Beside stable the next move goes to where it was sent back from. */
function nextWeight(marker: RolloutMarker) {
  if (isWatching(marker)) return undefined;
  return weightsOf({...marker, movedMs: [...marker.movedMs, 0]}).at(-1);
}

/** The bakes that are still to come, and the watch; milliseconds. */
function laterMs(marker: RolloutMarker): number {
  if (isWatching(marker)) return 0;
  const from = stepIndexOf(marker) + (isBesideStable(marker) ? 0 : 1);
  return marker.steps.slice(from).reduce((sum, {bakeMs}) => sum + bakeMs, marker.watchMs);
}

function newestMinute({stable, candidate}: RolloutMarker, {minutes}: AliasMetrics): MinuteOfRequests | undefined {
  const counted = minutes.filter(({invocations}) => invocations !== undefined);
  if (counted.length === 0) return undefined;
  const minuteMs = Math.max(...counted.map((each) => each.minuteMs));
  const requestsOf = (version: Version) =>
    counted.find((each) => each.minuteMs === minuteMs && each.version === version)?.invocations ?? 0;
  return {minuteMs, stable: requestsOf(stable), candidate: requestsOf(candidate)};
}

function durationsOf({stable, candidate}: RolloutMarker, latency: LatencyMinutes | undefined): StepSample['durations'] {
  if (latency?.kind !== 'percentiles') return undefined;
  const newestOf = (version: Version) => {
    const newest = latency.minutes.filter((each) => each.version === version).sort((a, b) => a.minuteMs - b.minuteMs);
    const {p50Ms, p90Ms} = newest.at(-1) ?? {};
    return p50Ms === undefined || p90Ms === undefined ? undefined : {p50Ms, p90Ms};
  };
  const [ofStable, ofCandidate] = [newestOf(stable), newestOf(candidate)];
  return {...(ofStable && {stable: ofStable}), ...(ofCandidate && {candidate: ofCandidate})};
}
