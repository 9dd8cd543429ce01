import {type AliasRef, formatAliasRef} from '../../model/function-ref.js';
import {formatSteps} from '../../model/rollout/step.js';
import {trafficWindow} from '../../observe/forecast/forecast.js';
import {expectedTraffic} from '../../plan/forecast/expected-traffic.js';
import {foresee} from '../../plan/forecast/forecast.js';
import {forecastWarnings} from '../../plan/forecast/warnings.js';
import type {Session} from '../session.js';
import type {ReleasePolicy} from './policy.js';

/**
 * Steps that can end at the traffic an alias has. Those that nobody has named are replaced where they could not; of named
 * ones it is said beforehand, with the steps that can. An alias without traffic keeps its steps. Throws AwsError.
 */
export async function fitSteps(
  session: Session,
  ref: AliasRef,
  policy: ReleasePolicy,
  signal: AbortSignal,
): Promise<ReleasePolicy> {
  const {steps, watchMs, promoteEarly, settings} = policy;
  if (steps.length === 0) return policy;
  const nowMs = session.clock.now();
  const minutes = await session.trafficHistory.readTraffic({...ref, ...trafficWindow(nowMs)}, signal);
  const spanMs = steps.reduce((total, {bakeMs}) => total + bakeMs, watchMs);
  const traffic = expectedTraffic(minutes, nowMs, spanMs);
  if (traffic.perMinute === 0) return policy;
  const forecast = foresee({steps, watchMs, promoteEarly, settings, traffic});
  if (!forecast.steps.some(({blind}) => blind)) return policy;
  if (!policy.byDefault || !forecast.suggestion) {
    for (const warning of forecastWarnings(ref, forecast)) session.events.emit({type: 'warning', ...warning});
    return policy;
  }
  const message = `${formatAliasRef(ref)} has about ${Number(traffic.perMinute.toPrecision(2))} requests a minute, too few for the default steps to end. Taken instead: --steps "${formatSteps(forecast.suggestion.steps)}".`;
  session.events.emit({type: 'warning', code: 'STEPS_BY_TRAFFIC', message});
  return {...policy, steps: forecast.suggestion.steps};
}
