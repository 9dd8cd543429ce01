import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import {type RolloutMarker, startOf} from '../../model/rollout/marker.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import {messageOf} from '../../model/text/message-of.js';
import {readLivingAlias} from '../../observe/rollout/living-alias.js';
import type {Refusal} from '../../plan/refusal.js';
import {noRollout} from '../../plan/rollout/no-rollout.js';
import {standingRefusals} from '../../plan/rollout/standing-refusals.js';
import {noSuchAlias} from '../../plan/rollout/traffic-move.js';
import {type Found, findRollout, hasItsLeaseRun} from '../../plan/tick/find.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import type {EnginePort} from '../../ports/rollout/engine.js';
import type {KeptPoliciesPort} from '../../ports/rollout/kept-policies.js';
import type {LeasesPort} from '../../ports/rollout/leases.js';
import type {OperatorAction, OperatorPort} from '../../ports/rollout/operator.js';
import {readLasting} from '../alias/lasting-read.js';
import {Liveness} from '../engine/liveness.js';
import {Attended} from '../operator/attended.js';
import {BY_OPERATOR, tellOperated} from '../operator/tell-operated.js';
import {announceBake, announceJoin, announceMove} from '../tick/announce.js';
import {type AskedSettings, judgedBy} from '../tick/judged-by.js';
import {inTime, type Look, lookAtRollout} from '../tick/look.js';
import type {LookDeps} from './deps.js';
import {leaseRanText} from './ending.js';
import type {RolloutOutcome, RolloutRecord} from './outcome.js';
import {afterLook, type Seen, toRecord} from './record.js';

export interface WatchOptions extends AskedSettings {
  readonly ref: AliasRef;
  /** How long to look at most, milliseconds. */
  readonly waitMs?: number;
  /** A rollout that was seen already, here: it is followed also when it has ended since. */
  readonly from?: RolloutMarker;
}

export type WatchDeps = LookDeps & {
  readonly functions: FunctionsPort;
  readonly policies: KeptPoliciesPort;
  readonly leases: LeasesPort;
  readonly engine: EnginePort;
  readonly operator?: OperatorPort | undefined;
};

export type WatchOutcome =
  | RolloutOutcome
  | {readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]]}
  /** The rollout was still under way when the time was over. */
  | {readonly kind: 'waitOver'; readonly record: RolloutRecord};

const POLL_MS = 20_000;
const LOOK_PAUSE_MS = 1_000;
/** What a rollout comes to that the person at the live view has ended so. */
const HOW_IT_ENDS = {hold: 'held', promote: 'promoted', abort: 'rolledBack'} as const;
/** Reads that fail for longer than this end the watch. */
const BLIND_MS = 300_000;

/**
 * Follows a rollout that somebody else works on until it ends: the ticks of a driver without their writes. When nobody
 * seems to work on it, it says so and goes on looking. Throws AwsError when nothing can be read for five minutes.
 */
export async function watchRollout(
  deps: WatchDeps,
  {ref, waitMs = Number.POSITIVE_INFINITY, from, ...asked}: WatchOptions,
  signal: AbortSignal,
): Promise<WatchOutcome> {
  const {aliases, clock, events} = deps;
  const seenFromMs = clock.now();
  const endMs = seenFromMs + waitMs;
  const first = from ? undefined : await readLivingAlias(deps, ref, signal);
  const begun = from ?? markerIn(findRollout(first));
  if (!begun) return {kind: 'refused', refusals: refusalsOf(ref, first)};
  const {settings, warnings, ...about} = await judgedBy(deps, {ref, marker: begun}, asked, signal);
  for (const warning of warnings) events.emit({type: 'warning', ...warning});
  const liveness = new Liveness(deps, ref, {seenFromMs, settleMs: settings.settleMs});
  let seen: Seen = {marker: begun, startedMs: startOf(begun)};
  let last: Look | undefined;
  let readMs = clock.now();
  let isSaid = false;
  if (!from) {
    announceJoin(events, ref, begun, about);
    announceBake(events, ref, begun);
  }
  const person = new Attended(deps, {ref, marker: begun}, signal);
  try {
    return await follow();
  } finally {
    person.leave();
  }

  async function follow(): Promise<WatchOutcome> {
    for (;;) {
      try {
        const found = findRollout(await readAgain());
        const marker = markerOf(found, seen);
        if (!marker || !found.alias) return ended(found);
        if (marker.movedMs.length !== seen.marker.movedMs.length) {
          announceMove(events, ref, marker);
          announceBake(events, ref, marker);
        }
        seen = {...seen, marker};
        const look = await lookAtRollout(
          deps,
          {ref, marker, settings, before: last?.before, alarms: last?.alarms, minutes: last?.minutes ?? []},
          signal,
        );
        if (look.kind === 'unread') throw look.error;
        seen = afterLook(seen, look);
        last = look;
        readMs = clock.now();
        const message = isSaid ? undefined : await liveness.whyDead(found.alias, marker, signal);
        if (message !== undefined) {
          isSaid = true;
          events.emit({type: 'warning', code: 'NOBODY_AT_WORK', message});
        }
      } catch (error) {
        if (signal.aborted) break;
        if (!last || clock.now() - readMs >= BLIND_MS) throw error;
        events.emit({type: 'warning', code: 'SAMPLE_UNREAD', message: `Not seen this time: ${messageOf(error)}`});
      }
      person.sees(seen.marker);
      await person.sleep(Math.min(POLL_MS, Math.max(0, endMs - clock.now())), signal);
      if (signal.aborted) break;
      if (clock.now() >= endMs) return {kind: 'waitOver', record: toRecord(ref, seen, {endedMs: clock.now()})};
    }
    const {signal: name} = signal.reason as {readonly signal: 'SIGINT' | 'SIGTERM'};
    const record = toRecord(ref, seen, {endedMs: clock.now()});
    return {kind: 'interrupted', signal: name, traffic: 'untouched', record};
  }

  async function ended(found: Found): Promise<WatchOutcome> {
    const record = toRecord(ref, seen, {endedMs: clock.now()});
    const operated = await person.carriedOut();
    const end = endOf(ref, found, seen, operated);
    if (operated && HOW_IT_ENDS[operated] === end.kind) tellOperated(events, operated, {ref, marker: seen.marker});
    return {...end, record};
  }

  /** That the rollout has ended is believed when it lasts. */
  function readAgain() {
    return readLasting({
      read: () => inTime(clock, signal, (limit) => aliases.getAlias(ref, limit)),
      isExpected: (alias) => markerOf(findRollout(alias), seen) !== undefined,
      pause: () => clock.sleep(LOOK_PAUSE_MS * (clock.speed ?? 1), signal),
      isOver: () => signal.aborted,
    });
  }
}

function markerIn(found: Found): RolloutMarker | undefined {
  return 'marker' in found ? found.marker : undefined;
}

/** Where the rollout that is followed is now; nothing once it has ended. */
function markerOf(found: Found, {marker}: Seen): RolloutMarker | undefined {
  return found.kind === 'rollout' && found.marker.rolloutId === marker.rolloutId ? found.marker : undefined;
}

/** How the rollout that was followed has ended, as far as the alias tells. */
function endOf(ref: AliasRef, found: Found, {marker, comparison, watch}: Seen, operated?: OperatorAction) {
  const {alias} = found;
  if (found.kind === 'atRest' && alias && hasItsLeaseRun(alias, marker)) {
    return {kind: 'rolledBack', cause: {kind: 'lease', message: leaseRanText(ref, marker.stable)}} as const;
  }
  if (found.kind === 'heldElsewhere' && found.marker.rolloutId === marker.rolloutId) {
    return {
      kind: 'held',
      cause: {kind: 'heldElsewhere', message: operated === 'hold' ? BY_OPERATOR : 'It waits for a person.'},
    } as const;
  }
  const isWhole = found.kind === 'atRest' && alias?.candidate === undefined;
  if (isWhole && alias?.stable === marker.candidate) return {kind: 'promoted', by: 'another process'} as const;
  if (isWhole && alias?.stable === marker.stable) {
    const judgement = watch ?? comparison;
    const elsewhere = judgement?.verdict === 'fail' ? judgement.reason : 'Another process took it back.';
    const message = operated === 'abort' ? BY_OPERATOR : elsewhere;
    return {kind: 'rolledBack', cause: {kind: 'abortedElsewhere', message}} as const;
  }
  return {kind: 'takenOver', ...(alias && {alias})} as const;
}

function refusalsOf(ref: AliasRef, alias: AliasState | undefined): readonly [Refusal, ...Refusal[]] {
  if (!alias) return noSuchAlias(ref).refusals;
  const [first, ...rest] = standingRefusals(alias, rolloutStanding(alias));
  return first ? [first, ...rest] : noRollout(alias).refusals;
}
