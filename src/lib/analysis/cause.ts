import type {CombinedEvidence} from './bet/signal-evidence.js';
import type {Judgement, JudgementCause} from './judgement.js';
import {LEANING} from './settings.js';

/** What a cause is looked for in; evidence in logs. */
export interface Findings
  extends Pick<Judgement, 'alarms' | 'metrics' | 'unseenPairs' | 'sharedIncident' | 'throttling' | 'misRouting'> {
  readonly evidence: Pick<CombinedEvidence, 'log' | 'largest'>;
  /** Of the guard; absent where it does not count. */
  readonly logGuard: number | undefined;
  readonly isObviousFailure: boolean;
  readonly logLostEvents: number | undefined;
  readonly logApiStages: number | undefined;
  readonly logBound: number;
  readonly hasTooLittleData: boolean;
}

const NONE = Number.NEGATIVE_INFINITY;
const CONVICTED_BY = {errors: 'candidate-errors', slow: 'candidate-slow', pairs: 'candidate-pair'} as const;
const FAILURES: ReadonlySet<JudgementCause> = new Set([
  ...Object.values(CONVICTED_BY),
  'obvious-failure',
  'alarm',
  'metric',
]);

/** What decides, the gravest first: what takes the candidate back, then what sends it beside stable, then what waits. */
export function causeOf(found: Findings): JudgementCause | undefined {
  const {evidence, logGuard = NONE, logLostEvents = NONE, logApiStages = NONE, logBound} = found;
  if (evidence.log >= logBound) return CONVICTED_BY[evidence.largest];
  if (found.alarms?.some(({standing}) => standing === 'red')) return 'alarm';
  if (found.metrics?.some(({standing}) => standing === 'red')) return 'metric';
  if (found.isObviousFailure) return 'obvious-failure';
  if (logGuard >= logBound) return 'absolute-guard';
  if (found.alarms?.some(({standing}) => standing === 'missing')) return 'alarm-missing';
  if (found.unseenPairs?.length) return 'pair-missing';
  if (found.sharedIncident) return 'shared-incident';
  if (found.throttling) return 'throttled';
  if (found.misRouting) return 'routing';
  if (logLostEvents >= logBound) return 'lost-events';
  if (logApiStages >= logBound) return 'api-stage';
  if (Math.max(evidence.log, logGuard) >= Math.log(LEANING)) return 'leaning';
  return found.hasTooLittleData ? 'too-little-data' : undefined;
}

/** `fail` takes the candidate back; everything else that has a cause is undecided: too little data is never healthy. */
export function verdictOf(cause: JudgementCause | undefined): Judgement['verdict'] {
  if (cause === undefined) return 'pass';
  return FAILURES.has(cause) ? 'fail' : 'undecided';
}
