import {formatDuration} from '../../model/duration.js';
import type {AliasRef} from '../../model/function/ref.js';
import {type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {sentWeights} from '../../model/rollout/place.js';
import {messageOf} from '../../model/text/message-of.js';
import {lookAgainMs} from '../../plan/rollout/next-move.js';
import type {RolloutPlan} from '../../plan/rollout/plan.js';
import type {EventSink} from '../../ports/events.js';
import type {OperatorAction} from '../../ports/rollout/operator.js';
import {Attended} from '../operator/attended.js';
import {announceBake} from '../tick/announce.js';
import {holdHere} from '../tick/hold-here.js';
import type {Look} from '../tick/look.js';
import {type TakenBack, takeBack} from '../tick/take-back.js';
import {type Tick, tick} from '../tick/tick.js';
import {begin, claimRollout} from './begin.js';
import type {RolloutDeps} from './deps.js';
import {claimOfProcess, type Driver, hookDepsOf, markerOfPlan, toDriver} from './driver.js';
import {type End, endedElsewhere, toOutcome} from './ending.js';
import {followExecution, handOver} from './hand-over.js';
import {runHooksBeforeMove} from './hooks.js';
import {endAsInterrupted, endForCredentials, refusedForCredentials} from './interruption.js';
import type {RolloutOutcome, StopCause} from './outcome.js';
import {afterTick, type Seen} from './record.js';

/** Without metrics nobody knows what the candidate does; that long it may go on. */
const BLIND_MS = 300_000;
const POLL_MS = 20_000;

/**
 * Carries a rollout out, or the rest of one that another process began: the first move or the claim, then one tick after
 * the other until it ends. Never throws: what goes wrong after the first write ends with all traffic on stable, with
 * the alias in other hands, or with the commands that repair it. `signal` is a person's; its reason is
 * `{signal: 'SIGINT' | 'SIGTERM'}`, and within five seconds of it the alias is as `plan.onInterrupt` says.
 */
export async function runRollout(deps: RolloutDeps, plan: RolloutPlan, signal: AbortSignal): Promise<RolloutOutcome> {
  const driver = toDriver(deps, plan, signal);
  const {ref, rolloutId, stable, candidate, steps, resumed, notes, changes} = plan;
  const started = {
    ...{ref, rolloutId, stable, candidate, steps},
    ...(notes && {notes}),
    ...(changes && {changes}),
  };
  if (resumed) {
    const where = {stepIndex: stepIndexOf(resumed), weights: sentWeights(resumed)};
    deps.events.emit({type: 'rollout.joined', ...started, manner: 'resume', ...where});
  } else {
    deps.events.emit({type: 'rollout.started', ...started});
  }
  const {end, seen, operated} = await drive(driver);
  if (end.kind === 'handedOver' && !plan.detach) return followExecution(driver, seen.marker, end.execution);
  const outcome =
    end.kind === 'interrupted'
      ? await endAsInterrupted(driver, seen)
      : await toOutcome({deps, rollout: plan, seen, signal, operated}, end);
  if (!needsItsLease(outcome, plan)) await driver.lease?.remove();
  return outcome;
}

/** Whether a rollout goes on without this process, or stable has not got everything: its lease may still be needed. */
function needsItsLease(outcome: RolloutOutcome, {resumed}: RolloutPlan): boolean {
  switch (outcome.kind) {
    case 'detached':
    case 'notRestored':
      return true;
    case 'takenOver':
      return outcome.by !== undefined;
    case 'refusedByAws':
      return resumed !== undefined;
    case 'interrupted':
      return resumed !== undefined && outcome.traffic === 'untouched';
    default:
      return false;
  }
}

interface Ended {
  readonly end: End;
  readonly seen: Seen;
  /** What the person at the live view had carried out last. */
  readonly operated?: OperatorAction | undefined;
}

async function drive(driver: Driver): Promise<Ended> {
  const {plan} = driver;
  const seen = seenOf(driver, markerOfPlan(plan));
  try {
    const ending = plan.detach || plan.engine ? undefined : await driver.credentials.look(driver.signal);
    if (ending) return {end: refusedForCredentials(driver, ending), seen};
    const first = await (plan.resumed ? claimRollout(driver, plan.resumed) : begin(driver, seen.marker));
    if (first.kind === 'promoted' || first.kind === 'heldElsewhere')
      return {end: first, seen: {...seen, marker: first.marker}};
    if (first.kind !== 'begun') return {end: first, seen};
    if (plan.engine) return {end: await handOver(driver), seen: {...seen, marker: first.marker}};
    if (plan.detach) return {end: {kind: 'detached'}, seen: {...seen, marker: first.marker}};
    return await attended(driver, first.marker);
  } catch (error) {
    // Ports' errors have been dealt with; whatever arrives here is ours, and traffic does not stay on a candidate for it.
    return {end: await back(driver, {kind: 'bug', message: messageOf(error), error}), seen};
  }
}

function seenOf({plan, joinedMs}: Driver, marker: RolloutMarker): Seen {
  return {marker, startedMs: plan.resumed?.movedMs[0] ?? joinedMs};
}

/** The loop, as long as it lasts within reach of the person at the live view. */
async function attended(driver: Driver, begun: RolloutMarker): Promise<Ended> {
  const {deps, plan, signal} = driver;
  const {ref, onInterrupt} = plan;
  const person = new Attended(deps, {ref, marker: begun, onInterrupt}, signal);
  try {
    const ended = await tickOn(driver, begun, person);
    return ended.end.kind === 'interrupted' ? ended : {...ended, operated: await person.carriedOut()};
  } finally {
    person.leave();
  }
}

/** The loop: sleeps until there may be something new, then ticks. What it keeps is told at the end, or saves a read. */
async function tickOn(driver: Driver, begun: RolloutMarker, person: Attended): Promise<Ended> {
  const {deps, plan, signal, alias, credentials, joinedMs, lease} = driver;
  const {clock, events} = deps;
  const {ref, waitMs = Number.POSITIVE_INFINITY} = plan;
  const policy = {...plan, patientFromMs: joinedMs};
  const beforeMove = (marker: RolloutMarker) => {
    const hooks = runHooksBeforeMove(hookDepsOf(driver), plan, marker, signal);
    return lease ? lease.during(alias.state, hooks, signal) : hooks;
  };
  const tell = extensionTeller(events, ref);
  let seen = seenOf(driver, begun);
  let last: Look | undefined;
  let readMs = clock.now();
  let againMs = lookAgainMs(begun, readMs);
  announceBake(events, ref, begun);
  for (;;) {
    person.sees(seen.marker);
    await person.sleep(Math.max(0, Math.min(againMs, joinedMs + waitMs, credentials.dueMs) - clock.now()), signal);
    const ending = await credentials.isNear(signal);
    if (signal.aborted) return {end: {kind: 'interrupted'}, seen};
    if (ending) return {end: await endForCredentials(driver, seen.marker, ending), seen};
    await lease?.keep(alias.state, signal, {isSeen: false});
    const memory = {
      alias,
      claim: claimOfProcess(driver),
      marker: seen.marker,
      before: last?.before,
      alarms: last?.alarms,
      minutes: last?.minutes ?? [],
    };
    const ticked = await tick(deps, {ref, policy, memory, beforeMove}, signal);
    seen = afterTick(seen, ticked);
    switch (ticked.kind) {
      case 'waits':
      case 'moved':
      case 'raced':
        last = ticked.look ?? last;
        // Hooks before a move may have taken long, and nobody reads meanwhile.
        readMs = clock.now();
        againMs = ticked.againMs;
        if (ticked.kind === 'waits') tell(ticked);
        await lease?.keep(alias.state, signal, {isSeen: true});
        break;
      case 'unread': {
        const {error} = ticked;
        if (clock.now() - readMs >= BLIND_MS) return {end: await back(driver, blind(error)), seen};
        events.emit({type: 'warning', code: 'SAMPLE_UNREAD', message: `Not judged this time: ${messageOf(error)}`});
        againMs = ticked.againMs ?? clock.now() + POLL_MS;
        break;
      }
      case 'atRest':
        return {end: {...ticked, kind: 'takenOver'}, seen};
      default:
        return {end: ticked, seen};
    }
    const isMoving = ticked.kind === 'moved' || ticked.kind === 'raced';
    if (!isMoving && clock.now() >= joinedMs + waitMs) return {end: await waitedOut(driver, seen, waitMs), seen};
  }
}

function back({deps, signal, ...driver}: Driver, cause: StopCause): Promise<TakenBack> {
  const {alias, plan} = driver;
  return takeBack(deps, {ref: plan.ref, alias, claim: claimOfProcess({deps, signal, ...driver}), cause}, signal);
}

function blind(error: unknown): StopCause {
  return {kind: 'blind', message: `Nothing could be read for five minutes: ${messageOf(error)}`, error};
}

/** The end of a process that may work only so long: the rollout waits where it is, wherever somebody moves it meanwhile. */
async function waitedOut(driver: Driver, {marker}: Seen, waitMs: number): Promise<End> {
  const {deps, plan, signal, alias} = driver;
  const claim = claimOfProcess(driver);
  const cause = {kind: 'waitOver' as const, message: `It was waited for ${formatDuration(waitMs)}, as asked.`};
  const held = await holdHere(deps, {ref: plan.ref, alias, claim, marker, cause, anywhere: true}, signal);
  return held.kind === 'elsewhere' ? endedElsewhere(held.alias, claim) : held;
}

/** Tells once a step what it waits for. */
function extensionTeller(events: EventSink, ref: AliasRef) {
  let told: number | undefined;
  return ({marker, reason}: Extract<Tick, {kind: 'waits'}>) => {
    if (reason === undefined || told === marker.movedMs.length) return;
    told = marker.movedMs.length;
    events.emit({type: 'step.extended', ref, stepIndex: stepIndexOf(marker), reason});
  };
}
