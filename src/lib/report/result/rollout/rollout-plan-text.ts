import {formatDuration} from '../../../model/duration.js';
import {formatAliasRef} from '../../../model/function/ref.js';
import type {ReachedPlace} from '../../../model/place.js';
import {formatUsd} from '../../../model/price/cost.js';
import {PRICES_OF} from '../../../model/price/price-table.js';
import type {WarmUp} from '../../../model/rollout/checks.js';
import {isBesideStable, stepIndexOf} from '../../../model/rollout/marker.js';
import {formatWeightPercent} from '../../../model/rollout/weight.js';
import type {StagedProvisioning} from '../../../plan/concurrency/staged-provisioning.js';
import {wayOutIn} from '../../../plan/in-place.js';
import type {DeployPlan} from '../../../plan/publish/deploy.js';
import type {CreateAliasPlan, NothingPlan, RolloutPlan} from '../../../plan/rollout/plan.js';
import {formatFields} from '../../table.js';
import {besideErrorsText, holdsText} from '../../text/analysis-settings.js';

/** What a rollout will do, shown before anybody agrees to it. `name` is `fn:alias`. */
export function rolloutPlanText(name: string, plan: DeployPlan, place?: ReachedPlace): string {
  if (plan.kind === 'nothing') return `${servesText(name, plan)}; no traffic would move.`;
  if (plan.kind === 'create-alias') return createText(name, plan);
  return `${name}: version ${plan.candidate} over version ${plan.stable}\n${planFields(plan, place)}`;
}

function createText(name: string, {candidate, checks}: CreateAliasPlan): string {
  const text = `${name} would be created with all traffic on version ${candidate}.`;
  return checks?.warm ? `${text}\n${formatFields([['Warmed by', warmText(checks.warm)]], '  ')}` : text;
}

/** The same when there was nothing to do, with the way to the other number. */
export function nothingDoneText({candidate, stable = candidate, ...ref}: RolloutPreview): string {
  const name = formatAliasRef(ref);
  const isItself = stable === candidate;
  const done = `${servesText(name, {version: stable, ...(!isItself && {asked: candidate})})}; nothing changed.`;
  const fields = formatFields([['Name it all the same', `lambda-release shift ${name} ${candidate}`]], '  ');
  return isItself ? done : `${done}\n${fields}`;
}

/** What an alias serves that has nothing to be released. */
export function servesText(name: string, {version, asked}: Omit<NothingPlan, 'kind'>): string {
  if (asked === undefined) return `${name} serves version ${version} already`;
  return `${name} serves version ${version} already, and version ${asked} has the very same code and configuration`;
}

/** The rest of a rollout that another process began, shown before anybody agrees to it. */
export function resumePlanText(name: string, plan: RolloutPlan, place?: ReachedPlace): string {
  const {rolloutId, candidate, stable, resumed, steps} = plan;
  const step = resumed ? stepIndexOf(resumed) + 1 : 0;
  const where =
    resumed && isBesideStable(resumed)
      ? 'while it is compared beside stable again'
      : step > steps.length
        ? 'while it is watched'
        : `from step ${step} of ${steps.length}`;
  return `${name}: rollout ${rolloutId} of version ${candidate} over version ${stable}, ${where}\n${planFields(plan, place)}`;
}

/** What of a rollout plan is machine-readable: no configuration, no descriptions. */
export interface RolloutPreview {
  readonly functionName: string;
  readonly alias: string;
  readonly action: 'rollout' | 'create-alias' | 'nothing';
  readonly candidate: string;
  readonly stable?: string;
  readonly steps?: RolloutPlan['steps'];
  readonly watchMs?: number;
  /** The time it takes when nothing is extended; milliseconds. */
  readonly leastMs?: number;
  readonly onInconclusive?: RolloutPlan['onInconclusive'];
  readonly onInterrupt?: RolloutPlan['onInterrupt'];
  /** What drives it; absent of a process. */
  readonly engine?: RolloutPlan['engine'];
  /** The candidate has the very code of stable. */
  readonly sameCode?: true;
  /** Calls of the candidate at one time before the first move, and the file of their event. */
  readonly warm?: {readonly calls: number; readonly event: string};
  /** Environments that are kept ready of the candidate before the first move. */
  readonly staged?: StagedProvisioning;
}

/** A plan as `--dry-run` reports it. */
export function toRolloutPreview(ref: {functionName: string; alias: string}, plan: DeployPlan): RolloutPreview {
  if (plan.kind === 'nothing') {
    const {kind, version, asked = version} = plan;
    return {...ref, action: kind, candidate: asked, stable: version};
  }
  const planned = plan.checks?.warm;
  const warm = planned && {warm: {calls: planned.calls, event: planned.name}};
  if (plan.kind === 'create-alias') return {...ref, action: plan.kind, candidate: plan.candidate, ...warm};
  const {candidate, stable, steps, watchMs, leastMs, onInconclusive, onInterrupt, engine, sameCode, staged} = plan;
  const said = {candidate, stable, steps, watchMs, leastMs, onInconclusive, onInterrupt};
  return {
    ...{...ref, action: plan.kind, ...said, ...(engine && {engine}), ...(sameCode && {sameCode}), ...warm},
    ...(staged && {staged}),
  };
}

/** What a rollout over a version of the same code tries. */
export function sameCodeText(stable: string): string {
  return `the very code of version ${stable}: only its configuration is another one`;
}

function planFields(plan: RolloutPlan, place: ReachedPlace | undefined): string {
  const {steps, watchMs, leastMs, settings, onInconclusive, ref} = plan;
  const warm = plan.checks?.warm;
  const code = plan.sameCode ? sameCodeText(plan.stable) : undefined;
  const walk = steps.map((step) => `${formatWeightPercent(step.weightPercent)} for ${formatDuration(step.bakeMs)}`);
  return formatFields(
    [
      ['Code', code],
      ['Steps', [...walk, watchMs > 0 ? `100%, watched for ${formatDuration(watchMs)}` : '100%'].join(', then ')],
      ['Warmed by', warm && !plan.resumed ? warmText(warm) : undefined],
      ['Kept ready', plan.staged && stagedText(plan.staged, plan)],
      ['At least', formatDuration(leastMs)],
      [
        'Rolls back',
        `when it fails more than ${settings.tolerate.ratio} × stable + ${Number((settings.tolerate.plus * 100).toPrecision(6))} pp (evidence ${Math.round(1 / settings.alpha)})`,
      ],
      ['Also by', besideErrorsText(settings)],
      ['Holds at', holdsText(settings)],
      ['Too little data', onInconclusive],
      ['Driven by', plan.engine && 'AWS Step Functions, from the first step on'],
      ['Interrupted', interruptedText(plan)],
      ['Stop it with', wayOutIn(place, `lambda-release rollout abort ${formatAliasRef(ref)}`)],
    ],
    '  ',
  );
}

/** What is sent before the first move; every call is billed, and carried out. */
function warmText({calls, name}: WarmUp): string {
  return `${calls} calls of it at one time with ${name}, before the first move`;
}

/** What is kept ready when, and what it costs. */
function stagedText({wanted, stable, usdPerHour}: StagedProvisioning, versions: RolloutPlan): string {
  const cost =
    usdPerHour === undefined ? 'no price known here' : `${formatUsd(usdPerHour)} an hour, prices of ${PRICES_OF}`;
  const first = `${wanted} of version ${versions.candidate} by provisioned concurrency, before the first move (${cost})`;
  if (stable === 0) return first;
  return `${first}; the ${stable} of version ${versions.stable} are given up when it is replaced, or these when it is not`;
}

function interruptedText({engine, onInterrupt}: RolloutPlan): string {
  if (engine) return 'it goes on without this process';
  return onInterrupt === 'abort' ? 'all traffic back to stable' : 'held where it is';
}
