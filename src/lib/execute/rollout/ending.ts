import {formatAliasRef} from '../../model/function-ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {repairCommands} from '../../model/rollout/repair-command.js';
import {Deadline} from '../alias/deadline.js';
import type {WriteResult} from '../alias/guarded-alias.js';
import {writePersistently} from '../alias/persistent-write.js';
import {explainRollback} from './explain-rollback.js';
import {runHook} from './hooks.js';
import type {RolloutOutcome, StopCause} from './outcome.js';
import type {RolloutRun} from './run.js';
import {countOnceMore} from './sample.js';
import {messageOf, type Stop, stoppedElsewhere} from './stop.js';

/** Giving stable its traffic back is tried for this long … */
const RESTORE_MS = 300_000;
/** … and for this long once a person has sent a signal, who is promised five seconds. */
const INTERRUPTED_MS = 4_000;
const FOLLOWED_AT_MOST = 5;

/** The candidate has all traffic and the watch is over: takes the marker away. Traffic does not move any more. */
export async function endAsDone(run: RolloutRun): Promise<RolloutOutcome> {
  if (run.plan.watchMs > 0) {
    const result = await write(run, run.promoted);
    if (result.kind === 'takenOver') return endAsStopped(run, stoppedElsewhere(run, result.alias));
    if (result.kind === 'failed') {
      const name = formatAliasRef(run.plan.ref);
      run.deps.events.emit({
        type: 'warning',
        code: 'MARKER_LEFT',
        message: `${name} serves version ${run.plan.candidate}, but its description still says that it is watched (${messageOf(result.error)}). Tidy up with: lambda-release rollout promote ${name}`,
      });
    }
  }
  await countOnceMore(run);
  return {kind: 'promoted', by: 'us', record: run.record()};
}

/** Does what a stop asks for, and says how it came out. */
export async function endAsStopped(run: RolloutRun, stop: Stop): Promise<RolloutOutcome> {
  switch (stop.kind) {
    case 'refusedByAws':
      return {kind: 'refusedByAws', error: stop.error, record: run.record()};
    case 'takenOver':
      return {...stop, record: run.record()};
    case 'movedElsewhere':
      return {kind: 'takenOver', alias: stop.alias, record: run.record()};
    case 'heldElsewhere': {
      run.follow(stop.alias, stop.marker);
      return heldElsewhere(run);
    }
    case 'detached':
      return {kind: 'detached', record: run.record()};
    case 'promotedElsewhere':
      return {kind: 'promoted', by: 'another process', record: run.record()};
    case 'abortedElsewhere': {
      const message = `${formatAliasRef(run.plan.ref)}: another process gave version ${run.plan.stable} all traffic.`;
      return {kind: 'rolledBack', cause: {kind: 'abortedElsewhere', message}, record: run.record()};
    }
    case 'interrupted':
      return interrupted(run);
    case 'hold':
      return hold(run, stop.cause);
    case 'abort':
      return rollBack(run, stop.cause);
  }
}

async function rollBack(run: RolloutRun, cause: StopCause): Promise<RolloutOutcome> {
  if (run.isUntouched && !run.plan.resumed) return {kind: 'notBegun', cause, record: run.record()};
  const ending = await restore(run, cause);
  if (ending) return ending;
  await countOnceMore(run);
  if (cause.kind === 'analysis') run.failureCauses = await explainRollback(run);
  await hookAfterRollback(run, cause);
  return {kind: 'rolledBack', cause, record: run.record()};
}

/** Traffic is where it belongs by now: a hook that fails is only told. */
async function hookAfterRollback(run: RolloutRun, {message: reason}: StopCause): Promise<void> {
  const stepIndex = Math.max(0, (run.marker?.movedMs.length ?? 1) - 1);
  const failure = await runHook(run, 'afterRollback', {stepIndex, weightPercent: 0, reason});
  if (failure) run.deps.events.emit({type: 'warning', code: 'HOOK_FAILED', message: failure.message});
}

/** All traffic to stable and the user's description; nothing when that is done, else the outcome. */
async function restore(run: RolloutRun, cause: StopCause): Promise<RolloutOutcome | undefined> {
  const {deps, plan, restored} = run;
  deps.events.emit({type: 'abort.started', ref: plan.ref, reason: cause.message});
  const result = await writeFollowing(run, () => restored);
  if (result.kind === 'takenOver') return {kind: 'takenOver', ...pick(result), record: run.record()};
  if (result.kind === 'failed') {
    const repair = repairCommands(plan.ref, restored);
    return {kind: 'notRestored', cause, error: result.error, repair, record: run.record()};
  }
  run.weights.push({atMs: deps.clock.now(), weightPercent: 0});
  deps.events.emit({type: 'traffic.shifted', ref: plan.ref, stable: plan.stable});
  deps.events.emit({type: 'abort.finished', ref: plan.ref, stable: plan.stable});
  return undefined;
}

async function interrupted(run: RolloutRun): Promise<RolloutOutcome> {
  const {signal} = run.signal.reason as {readonly signal: 'SIGINT' | 'SIGTERM'};
  const {onInterrupt, ref} = run.plan;
  run.deps.events.emit({type: 'signal.received', signal, policy: onInterrupt});
  if (run.isUntouched) return {kind: 'interrupted', signal, traffic: 'untouched', record: run.record()};
  const message = `${signal} while ${formatAliasRef(ref)} was being rolled out`;
  // Held at the last move that was seen, in whichever process; before the first one stable is the known state.
  run.marker ??= run.plan.resumed;
  if (onInterrupt === 'hold' && run.marker) {
    const held = await hold(run, {kind: 'signal', message});
    return held.kind === 'held' ? {kind: 'interrupted', signal, traffic: 'held', record: run.record()} : held;
  }
  const ending = await restore(run, {kind: 'signal', message});
  return ending ?? {kind: 'interrupted', signal, traffic: 'restored', record: run.record()};
}

/** Leaves traffic where it is and says so in the marker, for whoever reads the alias next. */
async function hold(run: RolloutRun, cause: StopCause): Promise<RolloutOutcome> {
  const {deps, plan} = run;
  if (run.marker) {
    const result = await writeFollowing(run, (marker) => run.targetOf({...marker, held: true}));
    if (result.kind === 'takenOver') return endAsStopped(run, stoppedElsewhere(run, result.alias));
    if (result.kind === 'failed') {
      const message = `The alias does not say that its rollout is held: ${messageOf(result.error)}`;
      deps.events.emit({type: 'warning', code: 'HOLD_NOT_MARKED', message});
    }
    deps.events.emit({
      type: 'rollout.held',
      ref: plan.ref,
      stepIndex: run.marker.movedMs.length - 1,
      reason: cause.message,
    });
  }
  return {kind: 'held', cause, record: run.record()};
}

function heldElsewhere(run: RolloutRun): RolloutOutcome {
  const {ref} = run.plan;
  const message = 'A person held it from another process.';
  run.deps.events.emit({type: 'rollout.held', ref, stepIndex: (run.marker?.movedMs.length ?? 1) - 1, reason: message});
  return {kind: 'held', cause: {kind: 'heldElsewhere', message}, record: run.record()};
}

/** Writes, and follows a person who moved or held the rollout in the same moment: what is to be done stays the same. */
async function writeFollowing(
  run: RolloutRun,
  targetOf: (marker: RolloutMarker) => RolloutRun['restored'],
): Promise<WriteResult> {
  for (let attempt = 1; ; attempt++) {
    const result = await write(run, run.marker ? targetOf(run.marker) : run.restored);
    if (result.kind !== 'takenOver' || attempt === FOLLOWED_AT_MOST) return result;
    const stop = stoppedElsewhere(run, result.alias);
    if (stop.kind !== 'movedElsewhere' && stop.kind !== 'heldElsewhere') return result;
    run.follow(stop.alias, stop.marker);
  }
}

async function write(run: RolloutRun, target: RolloutRun['restored']): Promise<WriteResult> {
  const {clock} = run.deps;
  const isInterrupted = run.signal.aborted;
  const deadline = new Deadline({
    clock,
    budgetMs: isInterrupted ? INTERRUPTED_MS : RESTORE_MS,
    ...(!isInterrupted && {interrupt: run.signal, interruptedMs: INTERRUPTED_MS}),
  });
  try {
    return await writePersistently(run.alias, target, {deadline, stopsWhenRefused: false});
  } finally {
    deadline.dispose();
  }
}

function pick(result: Extract<WriteResult, {kind: 'takenOver'}>) {
  return result.alias ? {alias: result.alias} : {};
}
