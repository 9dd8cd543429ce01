import {findReleaseFile} from '../../config/load-release-file.js';
import {createAlias} from '../../execute/alias/create-alias.js';
import {isLasting} from '../../execute/alias/lasting-read.js';
import {toMoveError} from '../../execute/rollout/release-error.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {Version} from '../../model/versions/version.js';
import {withApis} from '../../observe/rollout/apis.js';
import {observeBeginning} from '../../observe/rollout/beginning.js';
import {withHttpCallers} from '../../observe/rollout/http-callers.js';
import {requireNoRefusals, toRefusedError} from '../../plan/refusal.js';
import type {CreateAliasPlan, NothingPlan, RolloutPlan} from '../../plan/rollout/plan.js';
import {planStart, servedAs} from '../../plan/rollout/start.js';
import {rolloutPlanText, toRolloutPreview} from '../../report/result/rollout/rollout-plan-text.js';
import {requireEngine} from '../engine/require-engine.js';
import {requireOpen} from '../freeze/require-open.js';
import {warnOfFreeze} from '../freeze/warn-of-freeze.js';
import type {Session} from '../session.js';
import {type RetryOptions, retryRefusals} from '../versions/convictions.js';
import type {CheckOptions} from './checks.js';
import {fitSteps} from './fit-steps.js';
import {type RolloutOptions, readRolloutPolicy} from './policy.js';
import {type Released, release} from './release.js';
import {type RolloutResult, runToEnd} from './run-to-end.js';
import {warnAhead} from './warn-ahead.js';

export interface StartOptions extends RolloutOptions, CheckOptions, RetryOptions {
  readonly config?: string | undefined;
  readonly create: boolean;
  readonly override?: string | undefined;
  readonly 'dry-run': boolean;
}

/** Rolls a published version out, to the end or as far as the options say. Throws the ReleaseError of what went wrong. */
export async function startRollout(
  session: Session,
  pair: {readonly ref: AliasRef; readonly candidate: Version},
  options: StartOptions,
  signal: AbortSignal,
): Promise<Released<RolloutResult>> {
  const {ref, candidate} = pair;
  const file = await findReleaseFile(options.config, session);
  const {override, 'dry-run': dryRun} = options;
  const departure = {refs: [ref], override, dryRun};
  const {freeze, spans} = await requireOpen(session, file, departure, signal);
  const asked = {...(await readRolloutPolicy(session, options, file)), ...(freeze && {freeze})};
  const atRest = await observeBeginning(session, ref, {wanted: [candidate], settings: asked.settings}, signal);
  const observed = await withApis(session, await withHttpCallers(session, atRest, signal), signal);
  const moves = observed.alias && servedAs(candidate, observed) === undefined;
  const {policy} = moves ? await fitSteps(session, ref, asked, signal) : {policy: asked};
  const planned = planStart({...policy, ref, candidate, createAlias: options.create}, observed, session.clock.now());
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {plan} = planned;
  const configuration = observed.versions.get(candidate);
  if (plan.kind === 'rollout' && configuration) {
    requireNoRefusals(await retryRefusals(session, plan.before, {configuration}, options, signal));
  }
  const changed = plan.kind !== 'nothing';
  const mayLag = !changed && !options['dry-run'] && observed.alias;
  if (mayLag && !(await isLasting(session, mayLag, signal))) return startRollout(session, pair, options, signal);
  for (const warning of changed ? plan.warnings : []) session.events.emit({type: 'warning', ...warning});
  if (plan.kind === 'rollout') await requireEngine(session, [plan], signal);
  if (plan.kind === 'rollout') warnOfFreeze(session, file, {spans, rollouts: [plan]});
  if (changed)
    await warnAhead(
      session,
      {refs: [ref], ...(plan.kind === 'rollout' ? {rollouts: [plan]} : {created: [ref], rollouts: []})},
      signal,
    );
  const name = formatAliasRef(ref);
  const preview = toRolloutPreview(ref, plan);
  const proposal = {
    planText: rolloutPlanText(name, plan),
    ...(changed && {question: `Begin with ${name}?`}),
    planned: {plan: preview, changed, dryRun: true},
    carryOut: async () => ({plan: preview, changed, dryRun: false, ...(await begin(session, plan, signal))}),
  };
  return release<RolloutResult>(session, proposal, options['dry-run'], signal);
}

async function begin(
  session: Session,
  plan: RolloutPlan | CreateAliasPlan | NothingPlan,
  signal: AbortSignal,
): Promise<Pick<RolloutResult, 'rollout'>> {
  if (plan.kind === 'nothing') return {};
  if (plan.kind === 'create-alias') {
    const error = toMoveError(plan.ref, await createAlias(session, plan, signal));
    if (error) throw error;
    return {};
  }
  return {rollout: await runToEnd(session, plan, signal)};
}
