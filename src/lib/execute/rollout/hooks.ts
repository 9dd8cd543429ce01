import type {AliasRef} from '../../model/function/ref.js';
import type {HookMoment, RolloutChecks} from '../../model/rollout/checks.js';
import {type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {formatWeightPercent, type WeightPercent} from '../../model/rollout/weight.js';
import type {CommandsPort} from '../../ports/commands.js';
import type {EventSink} from '../../ports/events.js';
import type {StopCause} from './outcome.js';

/** While a hook runs nobody judges: no longer than a rollout may be blind. */
const HOOK_MS = 300_000;

/** An end that comes before a hook's own: milliseconds of the wall, and why, asked when it has come. */
export interface HookLimit {
  readonly ms: number;
  readonly why: () => string;
}

export interface HookDeps {
  readonly commands: CommandsPort;
  readonly events: EventSink;
  readonly hookLimit?: HookLimit | undefined;
}

/** The hooks of a rollout. */
export interface HookedRollout {
  readonly ref: AliasRef;
  readonly checks?: RolloutChecks;
}

interface HookContext {
  readonly moment: HookMoment;
  /** 0-based; the number of steps for the promotion. */
  readonly stepIndex: number;
  readonly weightPercent: WeightPercent;
  readonly reason?: string;
}

/**
 * Before a rollout moves on: `afterStep` of the step that passed, then `beforeShift` or `beforePromote` of the next one.
 * Returns why it must not, or nothing.
 */
export async function runHooksBeforeMove(
  deps: HookDeps,
  rollout: HookedRollout,
  marker: RolloutMarker,
  signal: AbortSignal,
): Promise<StopCause | undefined> {
  const passed = stepIndexOf(marker);
  const failure =
    passed < 0
      ? undefined
      : await runHook(deps, rollout, marker, {moment: 'afterStep', ...contextOf(marker, passed)}, signal);
  const moment = passed + 1 < marker.steps.length ? 'beforeShift' : 'beforePromote';
  return failure ?? runHook(deps, rollout, marker, {moment, ...contextOf(marker, passed + 1)}, signal);
}

/** After stable has everything again: traffic is where it belongs by now, so a hook that fails is only told. */
export async function runHookAfterRollback(
  deps: HookDeps,
  rollout: HookedRollout,
  marker: RolloutMarker,
  reason: string,
  signal: AbortSignal,
): Promise<void> {
  const stepIndex = Math.max(0, stepIndexOf(marker));
  const context = {moment: 'afterRollback' as const, stepIndex, weightPercent: 0, reason};
  const failure = await runHook(deps, rollout, marker, context, signal);
  if (failure) deps.events.emit({type: 'warning', code: 'HOOK_FAILED', message: failure.message});
}

function contextOf({steps}: RolloutMarker, stepIndex: number): Omit<HookContext, 'moment'> {
  return {stepIndex, weightPercent: steps[stepIndex]?.weightPercent ?? 100};
}

/** Runs the hook of a moment, when there is one. Returns why it failed, or nothing. After a signal none is begun. */
async function runHook(
  deps: HookDeps,
  {ref, checks}: HookedRollout,
  marker: RolloutMarker,
  context: HookContext,
  signal: AbortSignal,
): Promise<StopCause | undefined> {
  const {moment} = context;
  const hook = checks?.hooks[moment];
  if (!hook || signal.aborted) return undefined;
  deps.events.emit({type: 'hook.started', ref, moment, command: hook.command});
  const onLine = (line: string) => deps.events.emit({type: 'command.printed', ref, line});
  const environment = environmentOf(ref, marker, context);
  const limit = deps.hookLimit && deps.hookLimit.ms < HOOK_MS ? deps.hookLimit : undefined;
  const timeoutMs = limit?.ms ?? HOOK_MS;
  const {exitCode, timedOut} = await deps.commands.run({...hook, environment, timeoutMs, onLine}, signal);
  if (exitCode === 0 || signal.aborted) return undefined;
  if (timedOut && limit) {
    return {kind: 'credentials', message: `The ${moment} hook "${hook.command}" was ended. ${limit.why()}`};
  }
  const how = timedOut ? 'did not end within five minutes' : `ended with ${exitCode}`;
  return {kind: 'hook', message: `The ${moment} hook "${hook.command}" ${how}.`};
}

/** `ROLLOUT_` and not `LAMBDA_RELEASE_`: those are flags of a lambda-release that the hook may call. */
function environmentOf(
  ref: AliasRef,
  {rolloutId, stable, candidate, steps}: RolloutMarker,
  context: HookContext,
): Readonly<Record<string, string>> {
  return {
    ROLLOUT_HOOK: context.moment,
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
