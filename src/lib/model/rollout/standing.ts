import {splitDescription} from '../alias/description.js';
import type {AliasState} from '../alias/state.js';
import {isSameWeight} from '../alias/target.js';
import {isWatching, type RolloutMarker, weightsOf} from './marker.js';
import {formatWeightPercent} from './weight.js';

/** Where an alias stands, from the alias alone. */
export type RolloutStanding =
  /** One version has everything, nobody is releasing. */
  | {readonly kind: 'idle'}
  /** Weights that lambda-release did not set: a person, CodeDeploy, another tool. */
  | {readonly kind: 'foreign'}
  /** A rollout of ours at one of its steps. */
  | {readonly kind: 'running'; readonly marker: RolloutMarker}
  /** A rollout of ours after 100 %. */
  | {readonly kind: 'watching'; readonly marker: RolloutMarker}
  /** A marker that the routing contradicts, or that cannot be read: somebody moved the alias by other means. */
  | {readonly kind: 'orphaned'; readonly marker?: RolloutMarker; readonly reason: string};

/** Reads the standing of an alias: marker and routing must agree for a rollout to be one. */
export function rolloutStanding(alias: AliasState): RolloutStanding {
  const {marker, unreadableMarker} = splitDescription(alias.description);
  if (unreadableMarker !== undefined) {
    return {
      kind: 'orphaned',
      reason: `its description ends in a marker that this version cannot read: ${unreadableMarker}`,
    };
  }
  if (!marker) return {kind: alias.candidate ? 'foreign' : 'idle'};
  const reason = isWatching(marker) ? watchContradiction(alias, marker) : stepContradiction(alias, marker);
  if (reason !== undefined) return {kind: 'orphaned', marker, reason};
  return {kind: isWatching(marker) ? 'watching' : 'running', marker};
}

function stepContradiction(alias: AliasState, marker: RolloutMarker): string | undefined {
  const weightPercent = weightsOf(marker).at(-1) ?? 0;
  const {stable, candidate} = alias;
  if (
    stable === marker.stable &&
    candidate?.version === marker.candidate &&
    isSameWeight(candidate.weightPercent, weightPercent)
  ) {
    return undefined;
  }
  const expected = `version ${marker.candidate} at ${formatWeightPercent(weightPercent)} beside version ${marker.stable}`;
  return `its marker says ${expected}, the alias has ${describeRouting(alias)}`;
}

function watchContradiction(alias: AliasState, marker: RolloutMarker): string | undefined {
  if (alias.stable === marker.candidate && alias.candidate === undefined) return undefined;
  return `its marker says all traffic on version ${marker.candidate}, the alias has ${describeRouting(alias)}`;
}

/** `all traffic on version 6`, or `version 7 at 5% beside version 6`. */
export function describeRouting({stable, candidate}: Pick<AliasState, 'stable' | 'candidate'>): string {
  if (!candidate) return `all traffic on version ${stable}`;
  return `version ${candidate.version} at ${formatWeightPercent(candidate.weightPercent)} beside version ${stable}`;
}
