import type {Version} from '../model/version.js';
import type {Judgement, SideSummary, SignalPart, SignalSummary} from './judgement.js';
import type {AnalysisSettings} from './settings.js';

interface Sides {
  readonly stable: Version;
  readonly candidate: Version;
  readonly settings: AnalysisSettings;
  readonly phase: 'compare' | 'watch';
}

/** The judgement as one sentence with the numbers it rests on. */
export function explain(judged: Omit<Judgement, 'reason'>, sides: Sides): string {
  const bound = formatEvidence(judged.bound);
  const evidence = `evidence ${formatEvidence(judged.evidence)}`;
  const both = `candidate ${sides.candidate} failed ${formatSide(judged.candidate)}, stable ${sides.stable} ${formatSide(judged.stable)}`;
  switch (judged.cause) {
    case 'candidate-errors':
      return `${both}: ${evidence} ≥ ${bound} that it is worse than tolerated (${formatTolerance(sides.settings)}).`;
    case 'candidate-slow':
      return `candidate ${sides.candidate} is slower than stable ${sides.stable}: ${partsText(judged, 'slow', formatSlow)}: ${evidence} ≥ ${bound}.`;
    case 'lost-events':
      return `more asynchronous events are lost than before: ${partsText(judged, 'lost-events', formatLost)}: ${evidence} ≥ ${bound}.`;
    case 'alarm':
      return `${listOf(judged.alarms, 'red')
        .map(
          ({name, reason}) =>
            `alarm ${name} went to ALARM during the rollout${reason ? ` (${reason.replace(/\.$/, '')})` : ''}`,
        )
        .join('; ')}. ${both}: ${evidence} of ${bound}.`;
    case 'metric':
      return `${listOf(judged.metrics, 'red')
        .map((metric) => `metric ${metric.name} is at ${formatValue(metric.value)}, ${metric.bound}`)
        .join('; ')}. ${both}: ${evidence} of ${bound}.`;
    case 'alarm-missing':
      return `${listOf(judged.alarms, 'missing')
        .map(({name}) => `alarm ${name} is not there any more`)
        .join('; ')}, so that nobody knows whether it would be red; ${evidence} of ${bound}.`;
    case 'throttled': {
      const {throttles = 0, attempts = 0, shareBefore = 0} = judged.throttling ?? {};
      return `throttled: the alias refused ${formatCount(throttles)} of ${formatCount(attempts)} calls (${formatRate(throttles / Math.max(1, attempts))}) in the newest settled minute for lack of concurrency, ${formatRate(shareBefore)} before the rollout; throttled calls reach no version, so candidate ${sides.candidate} is neither blamed nor cleared; ${evidence} of ${bound}.`;
    }
    case 'absolute-guard':
      return `${aloneText(judged, sides)}: evidence ${formatEvidence(judged.guardEvidence ?? 1)} ≥ ${bound}; without a control nobody can say whose fault it is.`;
    case 'shared-incident': {
      const {errors = 0, invocations = 0} = judged.sharedIncident ?? {};
      return `shared incident: stable ${sides.stable} itself failed ${formatCounts(errors, invocations)} in the newest settled minute, so candidate ${sides.candidate} is neither blamed nor cleared; ${evidence} of ${bound}.`;
    }
    case 'routing': {
      const {weightPercent = 0, candidateInvocations = 0, stableInvocations = 0} = judged.misRouting ?? {};
      return `the alias does not route as configured: candidate ${sides.candidate} got ${formatCounts(candidateInvocations, candidateInvocations + stableInvocations)} at ${weightPercent}%.`;
    }
    case 'too-little-data':
      return `too little data: candidate ${sides.candidate} has ${formatCount(judged.step.candidate.invocations)} of the ${sides.settings.minInvocations} usable requests this step needs, ${judged.step.candidate.errors} failed; ${evidence} of ${bound}.`;
    default:
      if (sides.phase === 'watch' || judged.usableMinutes === 0) {
        return `${aloneText(judged, sides)}: evidence ${formatEvidence(judged.guardEvidence ?? 1)} of ${bound}.`;
      }
      return `${both}: ${evidence} of ${bound}.`;
  }
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

function formatSlow({name, thresholdMs, candidate, stable, slowerMinutes = 0, minutes = 0}: SignalPart): string {
  if (candidate && stable && thresholdMs !== undefined) {
    return `above ${formatCount(Number(thresholdMs.toPrecision(3)))} ms (${name} of stable before) ${formatSide(candidate)}, stable ${formatSide(stable)}`;
  }
  if (minutes > 0) return `its ${name} was higher in ${slowerMinutes} of ${minutes} minutes`;
  return `${name} unknown`;
}

function formatLost({candidate, stable}: SignalPart): string {
  const [during, before] = [candidate, stable].map((side) =>
    formatCounts(side?.errors ?? 0, side?.invocations ?? 0, 'event'),
  );
  return `${during}, before ${before}`;
}

function formatValue(value: number | undefined): string {
  return value === undefined ? 'no value' : String(Number(value.toPrecision(4)));
}

function aloneText(judged: Omit<Judgement, 'reason'>, {candidate}: Sides): string {
  const limit = `limit ${formatRate(judged.guardLimit ?? 0)}`;
  return `candidate ${candidate} failed ${formatSide(judged.step.candidate)} of this step, ${limit}`;
}

function formatSide({errors, invocations}: SideSummary): string {
  return formatCounts(errors, invocations);
}

function formatCounts(part: number, whole: number, noun = 'request'): string {
  const requests = `${formatCount(part)} of ${formatCount(whole)} ${whole === 1 ? noun : `${noun}s`}`;
  return whole > 0 ? `${requests} (${formatRate(part / whole)})` : requests;
}

/** Two significant digits below 10%, so that 0.04 % does not read as 0. */
function formatRate(rate: number): string {
  const percent = rate * 100;
  return `${percent >= 10 ? Number(percent.toFixed(1)) : Number(percent.toPrecision(2))}%`;
}

function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

function formatTolerance({tolerate}: AnalysisSettings): string {
  return `${tolerate.ratio} × stable + ${Number((tolerate.plus * 100).toPrecision(6))} pp`;
}

function formatEvidence(evidence: number): string {
  if (evidence >= 1e6) return 'over 1 million';
  return evidence >= 10 ? formatCount(Math.floor(evidence)) : String(Number(evidence.toPrecision(2)));
}
