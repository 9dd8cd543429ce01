import {joinDescription, previousAfterMove, restingDescription, splitDescription} from '../alias/description.js';
import type {AliasTarget} from '../alias/target.js';
import {formatMarker, isWatching, type RolloutMarker, weightsOf} from './marker.js';

/** The alias while its rollout is where the marker says. The user's text and the note are those of `description`. */
export function markerTarget(description: string, marker: RolloutMarker): AliasTarget {
  const {text, ...note} = splitDescription(description);
  const written = joinDescription(text, note, formatMarker(marker));
  if (isWatching(marker)) return {stable: marker.candidate, description: written};
  const weightPercent = weightsOf(marker).at(-1) ?? 0;
  return {stable: marker.stable, candidate: {version: marker.candidate, weightPercent}, description: written};
}

/** The alias when its rollout is over and the candidate is stable; its note says by which train. */
export function promotedTarget(
  description: string,
  {stable, candidate, train}: Pick<RolloutMarker, 'stable' | 'candidate' | 'train'>,
): AliasTarget {
  const {text, ...note} = splitDescription(description);
  const after = {...previousAfterMove(note, stable, candidate), ...(train && {train: train.trainId})};
  return {stable: candidate, description: restingDescription(text, after)};
}
