import {splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import {stepIndexOf} from '../../model/rollout/marker.js';
import {placeOf} from '../../model/rollout/place.js';
import {updateAliasCommand} from '../../model/rollout/repair-command.js';
import type {Version} from '../../model/versions/version.js';
import type {TrafficMove} from '../../plan/rollout/traffic-move.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import {announceMove} from '../tick/announce.js';
import {Deadline} from './deadline.js';
import {GuardedAlias} from './guarded-alias.js';
import {writePersistently} from './persistent-write.js';

export interface MoveDeps {
  readonly aliases: AliasesPort;
  readonly clock: Clock;
  readonly events: EventSink;
}

/** How one guarded move ended. */
export type MoveOutcome =
  /** `alias` is as asked; `changed` is false when it was so before. */
  | {readonly kind: 'done'; readonly changed: boolean; readonly alias: AliasState}
  /** AWS refused the write: nothing was changed. */
  | {readonly kind: 'refusedByAws'; readonly error: unknown}
  /** Somebody else wrote since it was planned; we stopped there. No alias: it was deleted, and served `was` before. */
  | {readonly kind: 'takenOver'; readonly alias?: AliasState; readonly was: Version}
  /** The write may have been carried out or not: `repair` is the command that makes sure. */
  | {readonly kind: 'unknown'; readonly error: unknown; readonly repair: readonly [string, ...string[]]}
  /** A signal came before anything was sent. */
  | {readonly kind: 'interrupted'; readonly signal: 'SIGINT' | 'SIGTERM'};

const MOVE_MS = 60_000;
const INTERRUPTED_MS = 4_000;

/**
 * Carries out a shift, an abort, a promotion or a rollback: one guarded write, tried for a minute or as long as the plan says while AWS fails, then
 * read back. Never throws. A signal that arrives in the middle leaves four seconds to find out how the write ended.
 */
export async function moveTraffic(deps: MoveDeps, plan: TrafficMove, signal?: AbortSignal): Promise<MoveOutcome> {
  if (!plan.changed) return {kind: 'done', changed: false, alias: plan.before};
  if (signal?.aborted) return {kind: 'interrupted', ...(signal.reason as {signal: 'SIGINT' | 'SIGTERM'})};
  const alias = new GuardedAlias(deps.aliases, plan.before);
  const {clock} = deps;
  const {tryForMs: budgetMs = MOVE_MS} = plan;
  const deadline = new Deadline({clock, budgetMs, interrupt: signal, interruptedMs: INTERRUPTED_MS});
  const result = await writePersistently(alias, plan.target, {deadline, stopsWhenRefused: true});
  deadline.dispose();
  switch (result.kind) {
    case 'written':
      announce(deps.events, plan);
      return {kind: 'done', changed: true, alias: alias.state};
    case 'takenOver':
      return {...result, was: alias.state.stable};
    case 'failed':
      if (!result.sent) return {kind: 'refusedByAws', error: result.error};
      return {kind: 'unknown', error: result.error, repair: [updateAliasCommand(plan.ref, plan.target)]};
  }
}

function announce(events: EventSink, {kind, ref, before, target}: TrafficMove): void {
  const {stable, candidate} = target;
  const {marker} = splitDescription(before.description);
  const of = marker && {of: placeOf(marker)};
  const moved = splitDescription(target.description).marker;
  // A person has moved a rollout on: it is told as whoever works on it would.
  if (kind === 'step' && moved) {
    announceMove(events, ref, moved);
    return;
  }
  if (kind === 'hold') {
    const reason = 'A person holds it.';
    if (marker) events.emit({type: 'rollout.held', ref, stepIndex: stepIndexOf(marker), reason, ...of});
    return;
  }
  const replaced = (kind === 'rollback' || kind === 'shift') && before.stable !== stable;
  const from = replaced ? {from: before.stable} : {};
  events.emit({type: 'traffic.shifted', ref, stable, ...from, ...(candidate && {candidate}), ...of});
  if (kind === 'abort') {
    const takenBack = marker?.candidate ?? before.candidate?.version;
    events.emit({type: 'abort.finished', ref, stable, ...(takenBack !== undefined && {candidate: takenBack}), ...of});
  }
  if (kind === 'promote') events.emit({type: 'rollout.promoted', ref, version: stable, ...of});
}
