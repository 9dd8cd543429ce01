import type {ReleaseFile} from '../../config/release-file.js';
import {UsageError} from '../../errors.js';
import type {RolloutFreeze} from '../../model/freeze/policy.js';
import type {FrozenSpan} from '../../model/freeze/span.js';
import {observeBlockers} from '../../observe/freeze/blockers.js';
import {blockerObjections, freezeObjections} from '../../plan/freeze/objections.js';
import {refusalsIn} from '../../plan/in-place.js';
import {type Refusal, toRefusedError} from '../../plan/refusal.js';
import type {Ports} from '../ports.js';
import type {Session} from '../session.js';
import {spansOf} from './spans-of.js';

type FreezingFile = Pick<ReleaseFile, 'freeze' | 'blockers' | 'onFreeze'>;

/** What is to leave, and whether it may do so against the rules. */
export interface Departure {
  /** Functions or aliases, for the record. */
  readonly refs: readonly {readonly functionName: string; readonly alias?: string}[];
  /** Why it leaves all the same, in a person's words. */
  readonly override?: string | undefined;
  readonly dryRun: boolean;
}

/** What stands in the way of leaving now. */
export interface Standing {
  readonly spans: readonly FrozenSpan[];
  readonly objections: readonly Refusal[];
}

/** The freezes of a release file, and what of them and of its blockers is in force. Throws UsageError. */
export async function freezeStanding(
  ports: Pick<Ports, 'clock' | 'signals' | 'parameters' | 'concurrency' | 'concurrencyMetrics'>,
  file: FreezingFile | undefined,
  signal: AbortSignal,
): Promise<Standing> {
  const nowMs = ports.clock.now();
  const spans = await spansOf(file?.freeze ?? [], nowMs);
  const frozen = freezeObjections(spans, nowMs);
  const {blockers} = file ?? {};
  const blocked = blockers ? blockerObjections(blockers, await observeBlockers(ports, blockers, signal)) : [];
  return {spans, objections: [...frozen, ...blocked]};
}

/**
 * Lets something leave that a release file does not stop now, and answers what a rollout under way has to keep to later. Throws
 * RefusedError with everything that is in the way, unless somebody says why it leaves all the same: that is told, and kept by the record.
 * A dry run is only told. Of a command through several places a freeze is of all of them, blockers are of each.
 */
export async function requireOpen(
  session: Session,
  file: FreezingFile | undefined,
  departure: Departure,
  signal: AbortSignal,
): Promise<{readonly freeze?: RolloutFreeze; readonly spans: readonly FrozenSpan[]}> {
  const {refs, override, dryRun} = departure;
  if (override?.trim() === '') {
    throw new UsageError('--override says nothing: it wants the reason.', {
      code: 'OVERRIDE_EMPTY',
      suggestions: ['Say why it leaves all the same: --override "mends the outage of checkout"'],
    });
  }
  const {events} = session;
  const {spans, objections: here} = await freezeStanding(session, file, signal);
  const all = [{session, objections: here}, ...(await blockedElsewhere(session, file?.blockers, signal))];
  const objections = all.flatMap((each) => refusalsIn(each.session.place, each.objections));
  const [first, ...rest] = objections;
  if (first && dryRun) {
    for (const each of all) {
      for (const {code, message} of each.objections) each.session.events.emit({type: 'warning', code, message});
    }
  } else if (first && override === undefined) {
    const wayOut = `If it must leave all the same, say why: ${session.commandLine} --override "REASON"`;
    throw toRefusedError([{...first, suggestions: [...first.suggestions, wayOut]}, ...rest]);
  } else if (override !== undefined) {
    const against = objections.map(({message}) => message);
    // No more of it than its name: what is released has an environment, too.
    for (const {functionName, alias} of refs) {
      const name = {functionName, ...(alias !== undefined && {alias})};
      events.emit({type: 'freeze.overridden', ...name, reason: override, against});
    }
  }
  const onFreeze = file?.onFreeze ?? 'finish';
  // Whoever has overridden a freeze has decided for the whole of the rollout.
  if (onFreeze === 'finish' || spans.length === 0 || (override !== undefined && first)) return {spans};
  return {freeze: {onFreeze, spans}, spans};
}

async function blockedElsewhere(
  session: Session,
  blockers: FreezingFile['blockers'],
  signal: AbortSignal,
): Promise<readonly {readonly session: Session; readonly objections: readonly Refusal[]}[]> {
  if (!blockers) return [];
  const [, ...others] = session.places ?? [];
  return Promise.all(
    others.map(async (each) => {
      const {objections} = await freezeStanding(each, {blockers}, signal);
      return {session: each, objections};
    }),
  );
}
