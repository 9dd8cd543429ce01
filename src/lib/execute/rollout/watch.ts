import type {AnalysisSettings} from '../../analysis/settings.js';
import {type AliasRef, formatAliasRef} from '../../model/function-ref.js';
import {isWatching, type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import type {StandingDeps} from '../../observe/rollout/standing.js';
import type {Refusal} from '../../plan/refusal.js';
import {noRollout} from '../../plan/rollout/no-rollout.js';
import {isOverdue} from '../../plan/rollout/overdue.js';
import {standingRefusals} from '../../plan/rollout/standing-refusals.js';
import type {RolloutStatus} from '../../plan/rollout/status.js';
import {noSuchAlias} from '../../plan/rollout/traffic-move.js';
import type {EventSink} from '../../ports/events.js';
import type {RolloutOutcome} from './outcome.js';
import {observeRolloutStatus} from './status.js';
import {messageOf} from './stop.js';
import {toWatchRecord} from './watch-record.js';

export interface WatchOptions {
  readonly ref: AliasRef;
  readonly settings: AnalysisSettings;
  /** How long to look at most, milliseconds. */
  readonly waitMs?: number;
}

export type WatchOutcome =
  | RolloutOutcome
  | {readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]]}
  /** The rollout was still under way when the time was over. */
  | {readonly kind: 'waitOver'};

const POLL_MS = 20_000;
/** Reads that fail for longer than this end the watch. */
const BLIND_MS = 300_000;

/**
 * Follows a rollout that another process works on until it ends, from the alias and the metrics alone; never writes.
 * When nobody seems to work on it, it says so and goes on looking. Throws AwsError when nothing can be read for five
 * minutes.
 */
export async function watchRollout(
  deps: StandingDeps & {readonly events: EventSink},
  {ref, settings, waitMs = Number.POSITIVE_INFINITY}: WatchOptions,
  signal: AbortSignal,
): Promise<WatchOutcome> {
  const {clock, events} = deps;
  const endMs = clock.now() + waitMs;
  let status = await observeRolloutStatus(deps, ref, settings, signal);
  const marker = markerOf(status);
  if (!marker) return {kind: 'refused', refusals: refusalsOf(status)};
  announceJoin(events, ref, marker);
  let last = {marker, status};
  let readMs = clock.now();
  let isSaid = false;
  for (;;) {
    const ended = endOf(last, status);
    if (ended) return ended;
    const now = markerOf(status) ?? last.marker;
    if (now.movedMs.length !== last.marker.movedMs.length) announceStep(events, ref, now);
    last = {marker: now, status};
    report(events, ref, last);
    if (!isSaid && isOverdue(now, status.judgement, clock.now())) {
      isSaid = true;
      events.emit({type: 'warning', code: 'NOBODY_AT_WORK', message: nobodyAtWork(ref)});
    }
    for (;;) {
      await clock.sleep(Math.min(POLL_MS, Math.max(0, endMs - clock.now())), signal);
      if (signal.aborted) return interrupted(last, signal);
      if (clock.now() >= endMs) return {kind: 'waitOver'};
      try {
        status = await observeRolloutStatus(deps, ref, settings, signal);
        readMs = clock.now();
        break;
      } catch (error) {
        if (signal.aborted) return interrupted(last, signal);
        if (clock.now() - readMs >= BLIND_MS) throw error;
        events.emit({type: 'warning', code: 'SAMPLE_UNREAD', message: `Not seen this time: ${messageOf(error)}`});
      }
    }
  }
}

interface Seen {
  readonly marker: RolloutMarker;
  readonly status: RolloutStatus;
}

/** How the rollout that was followed has ended; nothing while it has not. */
function endOf(last: Seen, now: RolloutStatus): RolloutOutcome | undefined {
  const {marker} = last;
  const record = toWatchRecord({...last.status, nowMs: now.nowMs}, marker);
  const current = markerOf(now);
  if (current?.rolloutId === marker.rolloutId) {
    if (!current.held) return undefined;
    return {kind: 'held', cause: {kind: 'heldElsewhere', message: 'It waits for a person.'}, record};
  }
  if (now.standing.kind === 'idle' && now.alias?.stable === marker.candidate) {
    return {kind: 'promoted', by: 'another process', record};
  }
  if (now.standing.kind === 'idle' && now.alias?.stable === marker.stable) {
    const judgement = last.status.judgement;
    const message = judgement?.verdict === 'fail' ? judgement.reason : 'Another process took it back.';
    return {kind: 'rolledBack', cause: {kind: 'abortedElsewhere', message}, record};
  }
  return {kind: 'takenOver', ...(now.alias && {alias: now.alias}), record};
}

function markerOf({standing}: RolloutStatus): RolloutMarker | undefined {
  return standing.kind === 'running' || standing.kind === 'watching' ? standing.marker : undefined;
}

function refusalsOf({ref, alias, standing}: RolloutStatus): readonly [Refusal, ...Refusal[]] {
  if (!alias) return noSuchAlias(ref).refusals;
  const [first, ...rest] = standingRefusals(alias, standing);
  return first ? [first, ...rest] : noRollout(alias).refusals;
}

function interrupted({status, marker}: Seen, signal: AbortSignal): RolloutOutcome {
  const reason = signal.reason as {readonly signal: 'SIGINT' | 'SIGTERM'};
  return {kind: 'interrupted', signal: reason.signal, traffic: 'untouched', record: toWatchRecord(status, marker)};
}

function announceJoin(events: EventSink, ref: AliasRef, marker: RolloutMarker): void {
  const {rolloutId, stable, candidate, steps} = marker;
  const stepIndex = stepIndexOf(marker);
  events.emit({type: 'rollout.joined', ref, rolloutId, manner: 'watch', stable, candidate, steps, stepIndex});
  announceBake(events, ref, marker);
}

function announceStep(events: EventSink, ref: AliasRef, marker: RolloutMarker): void {
  const {stable, candidate: version, steps} = marker;
  const stepIndex = stepIndexOf(marker);
  const step = steps[stepIndex];
  if (step) {
    const candidate = {version, weightPercent: step.weightPercent};
    events.emit({type: 'traffic.shifted', ref, stable, candidate, stepIndex, stepCount: steps.length});
  } else {
    events.emit({type: 'rollout.promoted', ref, version});
  }
  announceBake(events, ref, marker);
}

function announceBake(events: EventSink, ref: AliasRef, marker: RolloutMarker): void {
  const stepIndex = stepIndexOf(marker);
  const step = marker.steps[stepIndex];
  if (step) events.emit({type: 'bake.started', ref, stepIndex, stepCount: marker.steps.length, bakeMs: step.bakeMs});
  else events.emit({type: 'watch.started', ref, watchMs: marker.watchMs});
}

function report(events: EventSink, ref: AliasRef, {marker, status: {judgement, nowMs}}: Seen): void {
  if (!judgement) return;
  const stepIndex = stepIndexOf(marker);
  const bakeMs = isWatching(marker) ? marker.watchMs : (marker.steps[stepIndex]?.bakeMs ?? 0);
  const elapsedMs = Math.max(0, nowMs - (marker.movedMs.at(-1) ?? nowMs));
  events.emit({type: 'sample.judged', ref, stepIndex, elapsedMs, bakeMs, judgement});
}

function nobodyAtWork(ref: AliasRef): string {
  const name = formatAliasRef(ref);
  return `No process seems to work on the rollout of ${name}: it should have moved by now. Go on with: lambda-release rollout resume ${name}`;
}
