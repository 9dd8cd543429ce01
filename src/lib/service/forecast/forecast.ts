import type {AliasRef} from '../../model/function/ref.js';
import type {Version} from '../../model/versions/version.js';
import {observeTraffic} from '../../observe/forecast/forecast.js';
import {withApis} from '../../observe/rollout/apis.js';
import {observeBeginning} from '../../observe/rollout/beginning.js';
import {withHttpCallers} from '../../observe/rollout/http-callers.js';
import {expectedTraffic} from '../../plan/forecast/expected-traffic.js';
import {foresee} from '../../plan/forecast/forecast.js';
import {bypassWarnings, forecastWarnings} from '../../plan/forecast/warnings.js';
import type {DeployPlan} from '../../plan/publish/deploy.js';
import {toPublishPreview} from '../../plan/publish/preview.js';
import type {Refusal} from '../../plan/refusal.js';
import {planStart} from '../../plan/rollout/start.js';
import type {FunctionForecast} from '../../report/result/forecast/forecast-text.js';
import {toRolloutPreview} from '../../report/result/rollout/rollout-plan-text.js';
import type {ReleasePolicy} from '../rollout/policy.js';
import type {PreparedDeploy} from '../rollout/prepare-deploy.js';
import {triggersUnread} from '../rollout/warn-ahead.js';
import type {Session} from '../session.js';
import {type RetryOptions, retryRefusals} from '../versions/convictions.js';

export interface ForecastChoices {
  readonly policy: ReleasePolicy;
  /** Error rate (0–1) of a candidate that the rollout should find. */
  readonly detect?: number;
}

/** Without these there is no alias whose traffic could be looked at. */
const NOTHING_THERE = new Set(['FUNCTION_NOT_FOUND', 'ALIAS_NOT_FOUND', 'CREATE_INCOMPLETE']);

/** Foresees the release of one function that was planned, or refused, to its end. Warns through the session's sink. */
export async function forecastDeploy(
  session: Session,
  ref: AliasRef,
  prepared: PreparedDeploy | readonly Refusal[],
  choices: ForecastChoices,
  signal: AbortSignal,
): Promise<FunctionForecast> {
  if (!('job' in prepared)) return withForecast(session, {...ref, refusals: prepared}, {choices}, signal);
  const {publishPlan, rolloutPlan} = prepared;
  const planned = {...ref, publish: toPublishPreview(publishPlan), refusals: []};
  return withForecast(session, planned, {choices, plan: rolloutPlan}, signal);
}

/** Foresees the rollout of a version that is published already. */
export async function forecastRollout(
  session: Session,
  ref: AliasRef,
  candidate: Version,
  {options, ...choices}: ForecastChoices & {readonly options: RetryOptions},
  signal: AbortSignal,
): Promise<FunctionForecast> {
  const spec = {...choices.policy, ref, candidate, createAlias: false};
  const atRest = await observeBeginning(session, ref, {wanted: [candidate], settings: spec.settings}, signal);
  const observed = await withApis(session, await withHttpCallers(session, atRest, signal), signal);
  const planned = planStart(spec, observed, session.clock.now());
  if (!planned.ok) return withForecast(session, {...ref, refusals: planned.refusals}, {choices}, signal);
  const {plan} = planned;
  const configuration = observed.versions.get(candidate);
  const isMove = plan.kind === 'rollout' && configuration;
  const refusals = isMove ? await retryRefusals(session, plan.before, {configuration}, options, signal) : [];
  return withForecast(session, {...ref, refusals}, {choices, plan}, signal);
}

async function withForecast(
  session: Session,
  planned: FunctionForecast,
  {choices, plan}: {readonly choices: ForecastChoices; readonly plan?: DeployPlan},
  signal: AbortSignal,
): Promise<FunctionForecast> {
  const ref = {functionName: planned.functionName, alias: planned.alias};
  const rollout = plan && {rollout: toRolloutPreview(ref, plan)};
  const isThere = plan ? plan.kind === 'rollout' : !planned.refusals.some(({code}) => NOTHING_THERE.has(code));
  if (!isThere) return {...planned, ...rollout};
  const {minutes, bypasses} = await observeTraffic(session, ref, signal);
  const {steps, watchMs, promoteEarly, settings} = plan?.kind === 'rollout' ? plan : choices.policy;
  const spanMs = steps.reduce((total, {bakeMs}) => total + bakeMs, watchMs);
  const traffic = expectedTraffic(minutes, session.clock.now(), spanMs);
  const {detect} = choices;
  const forecast = foresee({steps, watchMs, promoteEarly, settings, traffic, ...(detect !== undefined && {detect})});
  const warnings = [
    ...(plan?.kind === 'rollout' ? plan.warnings : []),
    ...(steps.length > 0 ? forecastWarnings(ref, forecast) : []),
    ...(bypasses ? bypassWarnings(ref.functionName, bypasses) : [triggersUnread(ref)]),
  ];
  for (const warning of warnings) session.events.emit({type: 'warning', ...warning});
  return {...planned, ...rollout, forecast, ...(bypasses && {bypasses})};
}
