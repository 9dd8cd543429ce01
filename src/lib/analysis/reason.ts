import type {Version} from '../model/versions/version.js';
import {evidenceText, formatCount, formatEvidence} from './evidence-text.js';
import type {Judgement, MissingPoints, SideSummary, SignalPart, SignalSummary} from './judgement.js';
import type {AnalysisSettings} from './settings.js';

/** A sentence about slow requests names so many of the durations they are counted by. */
const MOST_SLOW_PARTS = 2;

interface Sides {
  readonly stable: Version;
  readonly candidate: Version;
  readonly settings: AnalysisSettings;
  readonly phase: 'compare' | 'watch';
}

type Judged = Omit<Judgement, 'reason'>;

/** The judgement as one sentence with the numbers it rests on, and another one when points are missing. */
export function explain(judged: Judged, sides: Sides): string {
  const {missing} = judged;
  return [sentence(judged, sides), ...(missing ? [missingText(missing, sides)] : [])].filter(Boolean).join(' ');
}

function sentence(judged: Judged, sides: Sides): string {
  const {candidate, stable} = sides;
  const evidence = evidenceText(judged);
  const both = `candidate ${candidate} failed ${formatSide(judged.candidate)}, stable ${stable} failed ${formatSide(judged.stable)}`;
  switch (judged.cause) {
    case 'candidate-errors':
      return `${both}: ${evidence} that it is worse than tolerated (${formatTolerance(sides.settings)}).`;
    case 'candidate-slow':
      return `candidate ${candidate} is slower than stable ${stable}: ${slowText(judged)}: ${evidence}.`;
    case 'candidate-pair':
      return `candidate ${candidate} has more bad ones than tolerated (${formatTolerance(sides.settings)}): ${partsText(judged, 'pairs', (part) => formatPair(part, sides))}: ${evidence}.`;
    case 'alarm':
      return `${listOf(judged.alarms, 'red')
        .map(
          ({name, reason}) =>
            `alarm ${name} went to ALARM during the rollout${reason ? ` (${reason.replace(/\.$/, '')})` : ''}`,
        )
        .join('; ')}. ${both}: ${evidence}.`;
    case 'metric':
      return `${listOf(judged.metrics, 'red')
        .map((metric) => `metric ${metric.name} is at ${formatValue(metric.value)}, ${metric.bound}`)
        .join('; ')}. ${both}: ${evidence}.`;
    case 'obvious-failure':
      return `${aloneText(judged, sides)}, at least half of it in two minutes: that needs no comparison.`;
    case 'absolute-guard':
      return `${aloneText(judged, sides)}; whose fault that is only a comparison beside stable ${stable} can tell.`;
    case 'alarm-missing':
      return `waiting: ${listOf(judged.alarms, 'missing')
        .map(({name}) => `alarm ${name} is not there any more`)
        .join('; ')}, so that nobody knows whether it would be red; ${evidence}.`;
    case 'pair-missing':
      return `waiting: of ${judged.unseenPairs?.join(', ')} CloudWatch has no minute with both counts of both versions, and stable ${stable} wrote them before the rollout: nobody would see what they count; ${evidence}.`;
    case 'lost-events':
      return `waiting: more asynchronous events are lost than before: ${formatBesideBefore(judged.lostEvents, 'event')}; AWS counts them for no version, so candidate ${candidate} is neither blamed nor cleared; ${evidence}.`;
    case 'api-stage':
      return `waiting: more requests are answered with a server error than before: ${judged.apiStages?.map(formatStage).join('; ')}; API Gateway counts them for no version, so candidate ${candidate} is neither blamed nor cleared; ${evidence}.`;
    case 'throttled': {
      const {throttles = 0, attempts = 0, shareBefore = 0} = judged.throttling ?? {};
      return `waiting, throttled: the alias refused ${formatCount(throttles)} of ${formatCount(attempts)} requests (${formatRate(throttles / Math.max(1, attempts))}) in the newest settled minute for lack of concurrency, ${formatRate(shareBefore)} before the rollout; throttled requests reach no version, so candidate ${candidate} is neither blamed nor cleared; ${evidence}.`;
    }
    case 'shared-incident': {
      const {errors = 0, invocations = 0} = judged.sharedIncident ?? {};
      return `waiting, shared incident: stable ${stable} itself failed ${formatCounts(errors, invocations)} in the newest settled minute, so candidate ${candidate} is neither blamed nor cleared; ${evidence}.`;
    }
    case 'routing': {
      const {weightPercent = 0, candidateInvocations = 0, stableInvocations = 0} = judged.misRouting ?? {};
      return `waiting: the alias does not route as configured: candidate ${candidate} got ${formatCounts(candidateInvocations, candidateInvocations + stableInvocations)} at ${weightPercent}%.`;
    }
    case 'leaning':
      return `waiting: the evidence leans against candidate ${candidate} without convicting it: ${sides.phase === 'watch' ? `${aloneText(judged, sides)}; ${both}` : both}: ${evidence}.${allFailedText(judged, sides)}`;
    case 'too-little-data':
      return sides.phase === 'watch'
        ? `too little data: of candidate ${candidate} there are ${formatCountOf(judged.step.candidate.invocations, 'usable request')} at 100% so far, ${formatCount(judged.step.candidate.errors)} failed; ${evidence}.`
        : `too little data: candidate ${candidate} has ${formatCount(judged.step.candidate.invocations)} of the ${sides.settings.minInvocations} usable requests this step needs, ${formatCount(judged.step.candidate.errors)} failed; ${evidence}.${allFailedText(judged, sides)}`;
    default:
      return sides.phase === 'watch' || judged.usableMinutes === 0
        ? `${aloneText(judged, sides)}.`
        : `${both}${pairsText(judged, sides)}: ${evidence}.`;
  }
}

/** Nothing but failures, beside all that stable had in the step. */
function allFailedText({allFailed, bound}: Judged, {stable}: Sides): string {
  if (!allFailed || allFailed.requests < 2) return '';
  const {requests, stableErrors, stableRequests, evidence} = allFailed;
  const control = `stable ${stable} failed ${formatCounts(stableErrors, stableRequests)}`;
  return ` Every one of its ${formatCountOf(requests, 'request')} of this step failed, while ${control}: evidence ${formatEvidence(evidence)} over the step as a whole (rollback at ${formatEvidence(bound)} when waiting is over).`;
}

/** What the pairs count beside the errors; nothing without pairs. */
function pairsText(judged: Judged, sides: Sides): string {
  const text = partsText(judged, 'pairs', (part) => formatPair(part, sides));
  return text && `; ${text}`;
}

/** Which minutes do not count because CloudWatch has not all of them yet, or counts as 0 what it will not have. */
function missingText({stable, candidate, readAsZero}: MissingPoints, sides: Sides): string {
  const late = [
    ...(candidate > 0 ? [`${formatCountOf(candidate, 'minute')} of candidate ${sides.candidate}`] : []),
    ...(stable > 0 ? [`${formatCountOf(stable, 'minute')} of stable ${sides.stable}`] : []),
  ];
  return [
    ...(late.length > 0 ? [`Not used, since a count of them is missing or not whole: ${late.join(', ')}.`] : []),
    ...(readAsZero > 0
      ? [
          `${formatCountOf(readAsZero, 'missing error count')} read as 0: before the rollout this function wrote no zeros.`,
        ]
      : []),
  ].join(' ');
}

function listOf<Summary extends {readonly standing: string}>(
  summaries: readonly Summary[] | undefined,
  standing: Summary['standing'],
): readonly Summary[] {
  return summaries?.filter((summary) => summary.standing === standing) ?? [];
}

function partsText(
  {signals}: Pick<Judgement, 'signals'>,
  name: SignalSummary['name'],
  format: (part: SignalPart) => string,
): string {
  return signals
    .filter((signal) => signal.name === name)
    .flatMap((signal) => signal.parts.map(format))
    .join('; ');
}

/** The parts that speak loudest, by the stake that is on them; how many are there is no news. */
function slowText({signals}: Pick<Judgement, 'signals'>): string {
  const parts = signals.flatMap(({name, parts}) => (name === 'slow' ? parts : []));
  const worth = ({evidence, weight = 1}: SignalPart) => evidence * weight;
  return parts
    .toSorted((a, b) => worth(b) - worth(a))
    .slice(0, MOST_SLOW_PARTS)
    .map(formatSlow)
    .join('; ');
}

function formatSlow({name, thresholdMs, candidate, stable, slowerMinutes = 0, minutes = 0}: SignalPart): string {
  if (candidate && stable && thresholdMs !== undefined) {
    return `above ${formatCount(Number(thresholdMs.toPrecision(3)))} ms (${durationText(name)} of stable before) ${formatSide(candidate)}, stable ${formatSide(stable)}`;
  }
  if (minutes > 0) return `its ${name} was higher in ${slowerMinutes} of ${minutes} minutes`;
  return `${name} unknown`;
}

/** `p90`, and `2 × p99` for `p99x2`. */
function durationText(name: string): string {
  const [percentile, times] = name.split('x');
  return times === undefined ? name : `${times} × ${percentile}`;
}

/** `http-5xx 30 of 100 (30%), stable 2 of 1,900 (0.11%)`: the pair's own name says what is counted. */
function formatPair({name, candidate, stable}: SignalPart, sides: Sides): string {
  if (!candidate?.invocations || !stable) return `${name} not seen of both versions`;
  const [bad, control] = [candidate, stable].map(
    ({errors, invocations}) =>
      `${formatCount(errors)} of ${formatCount(invocations)} (${formatRate(errors / Math.max(1, invocations))})`,
  );
  return `${name} ${bad}, stable ${sides.stable} ${control}`;
}

function formatStage(part: SignalPart): string {
  return `stage ${part.name} ${formatBesideBefore(part, 'request')}`;
}

function formatBesideBefore(part: SignalPart | undefined, noun: string): string {
  const [during, before] = [part?.candidate, part?.stable].map((side) =>
    formatCounts(side?.errors ?? 0, side?.invocations ?? 0, noun),
  );
  return `${during}, before ${before}`;
}

function formatValue(value: number | undefined): string {
  return value === undefined ? 'no value' : String(Number(value.toPrecision(4)));
}

function aloneText(judged: Judged, {candidate}: Sides): string {
  const failed = `candidate ${candidate} failed ${formatSide(judged.step.candidate)} of this step`;
  if (judged.guardLimit === undefined) return failed;
  const limit = `limit ${formatRate(judged.guardLimit)}${guardPairText(judged)}`;
  if (judged.steppedBack)
    return `${failed}, ${limit}; it was compared beside stable and cleared, so no guard watches it`;
  return `${failed}, ${limit}: evidence ${formatEvidence(judged.guardEvidence ?? 1)} (back beside stable at ${formatEvidence(judged.bound)})`;
}

function guardPairText({guardPair}: Judged): string {
  if (!guardPair) return '';
  const {name, limit, candidate} = guardPair;
  const rate = formatRate(candidate.errors / Math.max(1, candidate.invocations));
  return `, and ${name} ${formatCount(candidate.errors)} of ${formatCount(candidate.invocations)} (${rate}), limit ${formatRate(limit)}`;
}

function formatSide({errors, invocations}: SideSummary): string {
  return formatCounts(errors, invocations);
}

function formatCounts(part: number, whole: number, noun = 'request'): string {
  const requests = `${formatCount(part)} of ${formatCountOf(whole, noun)}`;
  return whole > 0 ? `${requests} (${formatRate(part / whole)})` : requests;
}

/** Two significant digits below 10%, so that 0.04 % does not read as 0. */
function formatRate(rate: number): string {
  const percent = rate * 100;
  return `${percent >= 10 ? Number(percent.toFixed(1)) : Number(percent.toPrecision(2))}%`;
}

function formatCountOf(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;
}

function formatTolerance({tolerate}: AnalysisSettings): string {
  return `${tolerate.ratio} × stable + ${Number((tolerate.plus * 100).toPrecision(6))} percentage points`;
}
