import type {HookMoment} from '../../model/rollout/checks.js';
import {formatWeightPercent, type WeightPercent} from '../../model/rollout/weight.js';
import type {StopCause} from './outcome.js';
import type {RolloutRun} from './run.js';

/** While a hook runs nobody judges: no longer than a rollout may be blind. */
const HOOK_MS = 300_000;

interface HookContext {
  /** 0-based; the number of steps for the promotion. */
  readonly stepIndex: number;
  readonly weightPercent: WeightPercent;
  readonly reason?: string;
}

/** Runs the hook of a moment, when there is one. Returns why it failed, or nothing. After a signal none is begun. */
export async function runHook(
  run: RolloutRun,
  moment: HookMoment,
  context: HookContext,
): Promise<StopCause | undefined> {
  const {deps, plan, signal} = run;
  const hook = plan.checks?.hooks[moment];
  if (!hook || signal.aborted) return undefined;
  deps.events.emit({type: 'hook.started', ref: plan.ref, moment, command: hook.command});
  const onLine = (line: string) => deps.events.emit({type: 'command.printed', ref: plan.ref, line});
  const environment = environmentOf(run, moment, context);
  const {exitCode, timedOut} = await deps.commands.run({...hook, environment, timeoutMs: HOOK_MS, onLine}, signal);
  if (exitCode === 0 || signal.aborted) return undefined;
  const how = timedOut ? 'did not end within five minutes' : `ended with ${exitCode}`;
  return {kind: 'hook', message: `The ${moment} hook "${hook.command}" ${how}.`};
}

/** `ROLLOUT_` and not `LAMBDA_RELEASE_`: those are flags of a lambda-release that the hook may call. */
function environmentOf({plan}: RolloutRun, moment: HookMoment, context: HookContext): Readonly<Record<string, string>> {
  const {ref, rolloutId, stable, candidate, steps} = plan;
  return {
    ROLLOUT_HOOK: moment,
    ROLLOUT_FUNCTION: ref.functionName,
    ROLLOUT_ALIAS: ref.alias,
    ROLLOUT_ID: rolloutId,
    ROLLOUT_STABLE: stable,
    ROLLOUT_CANDIDATE: candidate,
    ROLLOUT_STEP: String(context.stepIndex + 1),
    ROLLOUT_STEP_COUNT: String(steps.length),
    ROLLOUT_WEIGHT: formatWeightPercent(context.weightPercent).replace('%', ''),
    ...(context.reason !== undefined && {ROLLOUT_REASON: context.reason}),
  };
}
