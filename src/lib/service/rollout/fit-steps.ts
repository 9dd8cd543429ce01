import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {formatSteps} from '../../model/rollout/step.js';
import {trafficWindow} from '../../observe/forecast/forecast.js';
import {type ExpectedTraffic, expectedTraffic} from '../../plan/forecast/expected-traffic.js';
import {type Forecast, foresee} from '../../plan/forecast/forecast.js';
import {forecastWarnings} from '../../plan/forecast/warnings.js';
import type {Session} from '../session.js';
import type {ReleasePolicy} from './policy.js';

/** A policy with steps that fit, and what they would see where that is known. */
export interface FittedSteps {
  readonly policy: ReleasePolicy;
  readonly traffic?: ExpectedTraffic;
  /** The smallest error rate (0–1) of a candidate that they find; absent where they find none, or others were taken instead. */
  readonly detectableRate?: number;
}

type Seen = Pick<ReleasePolicy, 'steps' | 'watchMs' | 'promoteEarly' | 'settings'>;

/**
 * Steps that can end at the traffic an alias has. Those that nobody has named are replaced where they could not; of named
 * ones it is said beforehand, with the steps that can. An alias without traffic keeps its steps, which is said. Throws AwsError.
 */
export async function fitSteps(
  session: Session,
  ref: AliasRef,
  policy: ReleasePolicy,
  signal: AbortSignal,
): Promise<FittedSteps> {
  const forecast = await foreseeAt(session, ref, policy, signal);
  if (!forecast) return {policy};
  const {traffic, steps, suggestion, detectableRate} = forecast;
  const isBlind = traffic.perMinute > 0 && steps.some(({blind}) => blind);
  if (!isBlind || !policy.byDefault || !suggestion) {
    for (const warning of forecastWarnings(ref, forecast)) session.events.emit({type: 'warning', ...warning});
    return {policy, traffic, ...(detectableRate !== undefined && {detectableRate})};
  }
  const message = `${formatAliasRef(ref)} has about ${Number(traffic.perMinute.toPrecision(2))} requests a minute, too few for the default steps to end. Taken instead: --steps "${formatSteps(suggestion.steps)}".`;
  session.events.emit({type: 'warning', code: 'STEPS_BY_TRAFFIC', message});
  return {policy: {...policy, steps: suggestion.steps}, traffic};
}

/** Says of the rest of a rollout that is under way what its steps would not see. Throws AwsError. */
export async function warnOfSight(session: Session, ref: AliasRef, rest: Seen, signal: AbortSignal): Promise<void> {
  const forecast = await foreseeAt(session, ref, rest, signal);
  const warnings = forecast ? forecastWarnings(ref, forecast, {isUnderWay: true}) : [];
  for (const warning of warnings) session.events.emit({type: 'warning', ...warning});
}

/** What steps would see at the traffic of now; nothing where there are none. */
async function foreseeAt(
  {clock, trafficHistory}: Session,
  ref: AliasRef,
  {steps, watchMs, promoteEarly, settings}: Seen,
  signal: AbortSignal,
): Promise<Forecast | undefined> {
  if (steps.length === 0) return undefined;
  const nowMs = clock.now();
  const minutes = await trafficHistory.readTraffic({...ref, ...trafficWindow(nowMs)}, signal);
  const spanMs = steps.reduce((total, {bakeMs}) => total + bakeMs, watchMs);
  const traffic = expectedTraffic(minutes, nowMs, spanMs);
  return foresee({steps, watchMs, promoteEarly, settings, traffic});
}
