import {compareVersions, type Version} from '../../model/versions/version.js';
import {type RecordedEvent, recordOf} from './recorded-event.js';

interface Deed {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** ARN; absent when nobody could tell. */
  readonly by?: string;
  /** Address of the CI job. */
  readonly job?: string;
}

/** What the record says of a version behind an alias, the last word of it; of a conviction the alias itself may say it. */
export type Fate =
  /** A rollout began, and nothing tells how it ended. */
  | (Deed & {readonly kind: 'begun'})
  | (Deed & {readonly kind: 'promoted'})
  /** By whoever worked on the rollout. */
  | (Deed & {readonly kind: 'taken back'; readonly reason?: string})
  /** By a person, from outside. */
  | (Deed & {readonly kind: 'aborted'})
  /** It had all traffic, and a person went back from it. */
  | (Deed & {readonly kind: 'rolled back'; readonly to: Version});

/** What became of each version behind one alias, by the record of its function in any order. */
export function recordedFates(events: readonly RecordedEvent[], alias: string): ReadonlyMap<Version, Fate> {
  const fates = new Map<Version, Fate>();
  const reasons = new Map<string | undefined, string>();
  let begun: Version | undefined;
  for (const event of recordOf(events, alias)) {
    const {type, run, reason, stable, from} = event;
    const candidate = typeof event.candidate === 'string' ? event.candidate : undefined;
    const deed = deedOf(event);
    if (type === 'rollout.started' && candidate !== undefined) {
      begun = candidate;
      fates.set(candidate, {kind: 'begun', ...deed});
    } else if (type === 'rollout.promoted' && event.version !== undefined) {
      if (fates.get(event.version)?.kind !== 'promoted') fates.set(event.version, {kind: 'promoted', ...deed});
    } else if (type === 'abort.started' && reason !== undefined) {
      reasons.set(run, reason);
    } else if (type === 'abort.finished') {
      const why = reasons.get(run);
      reasons.delete(run);
      const version = candidate ?? begun;
      if (version === undefined || isBackAlready(fates.get(version))) continue;
      fates.set(version, why === undefined ? {kind: 'aborted', ...deed} : {kind: 'taken back', reason: why, ...deed});
    } else if (type === 'traffic.shifted' && from !== undefined && stable !== undefined) {
      if (isBack(event, from, stable)) fates.set(from, {kind: 'rolled back', to: stable, ...deed});
    }
  }
  return fates;
}

/** Of two drivers the second one tells again what the first has done. */
function isBackAlready(fate: Fate | undefined): boolean {
  return fate?.kind === 'aborted' || fate?.kind === 'taken back';
}

/** A rollback, or a move by hand to a version before. */
function isBack({origin}: RecordedEvent, from: Version, stable: Version): boolean {
  if (origin?.command === 'rollback') return true;
  return /^\d+$/.test(from) && /^\d+$/.test(stable) && compareVersions(stable, from) < 0;
}

function deedOf({time, origin}: RecordedEvent): Deed {
  return {
    at: time,
    ...(origin?.by !== undefined && {by: origin.by}),
    ...(origin?.job !== undefined && {job: origin.job}),
  };
}
