import {findReleaseFile} from '../../config/load-release-file.js';
import type {ReleaseFile} from '../../config/release-file.js';
import {RefusedError, UsageError} from '../../errors.js';
import type {FunctionRef} from '../../model/function/ref.js';
import type {Version} from '../../model/versions/version.js';
import {lifetimeWarnings} from '../../plan/forecast/warnings.js';
import {toRefusedError} from '../../plan/refusal.js';
import {
  type FunctionForecast,
  type ReleaseForecast,
  releaseForecastText,
} from '../../report/result/forecast/forecast-text.js';
import type {TrainPreview} from '../../report/result/train/train-plan-text.js';
import {requireOpen} from '../freeze/require-open.js';
import {warnOfFreeze} from '../freeze/warn-of-freeze.js';
import type {PublishOptions} from '../publish/prepared.js';
import {runBuilds} from '../publish/run-builds.js';
import {type ReleaseInputOptions, readReleaseInput} from '../release-input.js';
import {aliasOf, type ReleasePolicy, type RolloutOptions, toRolloutPolicy} from '../rollout/policy.js';
import {prepareDeploy} from '../rollout/prepare-deploy.js';
import type {Session} from '../session.js';
import {isIdle, type PreparedCar, planTrain} from '../train/deploy-train.js';
import {orderOf, placesOf} from '../train/places.js';
import {type PaceOptions, trainOf} from '../train/spec.js';
import type {RetryOptions} from '../versions/convictions.js';
import {readCiJob} from './ci-job.js';
import {forecastDeploy, forecastRollout} from './forecast.js';

interface PlanOptions extends ReleaseInputOptions, PublishOptions, RolloutOptions, RetryOptions, PaceOptions {
  /** A version that is published already; nothing is packaged. */
  readonly candidate?: Version | undefined;
  /** Error rate of a version that the rollout should find, in percent. */
  readonly detect?: number | undefined;
}

/**
 * Foresees a release to its end; sends nothing. Throws RefusedError for what speaks against it, the plan in its details,
 * and UsageError, AwsError.
 */
export async function planRelease(
  session: Session,
  named: readonly FunctionRef[],
  options: PlanOptions,
  signal: AbortSignal,
): Promise<ReleaseForecast> {
  const detect = options.detect === undefined ? {} : {detect: options.detect / 100};
  const {candidate} = options;
  if (candidate !== undefined) {
    const {functionName, qualifier} = onlyOne(named);
    const file = await findReleaseFile(options.config, session);
    const policy = await openPolicy(session, options, file, signal);
    const ref = {functionName, alias: aliasOf(qualifier, file)};
    const forecast = await forecastRollout(session, ref, candidate, {policy, options, ...detect}, signal);
    return finish(session, [forecast], policy);
  }
  const {file, targets, bundle} = await readReleaseInput(session, named, options);
  const policy = await openPolicy(session, options, file, signal);
  await runBuilds(session, targets, options, signal);
  const functions: FunctionForecast[] = [];
  const cars: PreparedCar[] = [];
  const [place] = placesOf(session);
  for (const target of targets) {
    const ref = {functionName: target.functionName, alias: aliasOf(target.alias, file)};
    const prepared = await prepareDeploy(session, target, {options, file, bundle, policy}, signal);
    functions.push(await forecastDeploy(session, ref, prepared, {policy, ...detect}, signal));
    if (place && 'job' in prepared) cars.push({...place, prepared, ...orderOf(target, undefined)});
  }
  const said = trainOf(file, {aliases: targets.length, ...options});
  // Of what is refused nobody knows when it would go, nor what it would see.
  const isWhole = cars.length === targets.length && !cars.every((car) => isIdle(car.prepared));
  const {settings} = policy;
  const train = said && isWhole ? planTrain(cars, {said, settings, nowMs: session.clock.now()}) : undefined;
  return finish(session, functions, policy, train?.preview);
}

/** How to roll out; what is frozen or blocked now, or may be before it is over, is told. */
async function openPolicy(
  session: Session,
  options: PlanOptions,
  file: ReleaseFile | undefined,
  signal: AbortSignal,
): Promise<ReleasePolicy> {
  const {freeze, spans} = await requireOpen(session, file, {refs: [], dryRun: true}, signal);
  const policy = {...toRolloutPolicy(options, file), ...(freeze && {freeze})};
  const leastMs = policy.steps.reduce((total, {bakeMs}) => total + bakeMs, policy.watchMs);
  warnOfFreeze(session, file, {spans, rollouts: [{leastMs}]});
  return policy;
}

/** The whole release with what this process needs to outlive it, where it is not an engine that drives it. */
async function finish(
  {credentials: caller, clock, environment, events, host}: Session,
  functions: readonly FunctionForecast[],
  {engine}: ReleasePolicy,
  train?: TrainPreview,
): Promise<ReleaseForecast> {
  const credentials = await caller.lifetime();
  // Beside a sandbox the clock may run fast, and the job's does not.
  const job = clock.speed === undefined ? readCiJob(environment) : undefined;
  const shortestMs = train?.leastMs ?? functions.reduce((total, {forecast}) => total + (forecast?.shortestMs ?? 0), 0);
  const longestMs = train?.mostMs ?? functions.reduce((total, {forecast}) => total + (forecast?.longestMs ?? 0), 0);
  const plan = {functions, ...(train && {train}), shortestMs, longestMs, credentials, ...(job && {job})};
  // The waves of a train are this process's, whoever drives its aliases.
  if (longestMs > 0 && (!engine || train)) {
    for (const warning of lifetimeWarnings(plan, {credentials, ...(job && {job}), nowMs: clock.now()})) {
      events.emit({type: 'warning', ...warning});
    }
  }
  const [first, ...rest] = functions.flatMap(({refusals}) => refusals);
  if (first === undefined) return plan;
  await host.show(releaseForecastText(plan));
  const {message, code, suggestions} = toRefusedError([first, ...rest]);
  throw new RefusedError(message, {code, suggestions, details: {plan}});
}

function onlyOne(named: readonly FunctionRef[]): FunctionRef {
  const [first, ...rest] = named;
  if (first !== undefined && rest.length === 0) return first;
  throw new UsageError('--candidate is a version of one function.', {
    code: 'FUNCTION_AMBIGUOUS',
    suggestions: ['Name that function: lambda-release plan checkout:live --candidate 8'],
  });
}
