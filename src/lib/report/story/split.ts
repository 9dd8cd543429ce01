import type {WeightPercent} from '../../model/rollout/weight.js';
import type {Version} from '../../model/versions/version.js';
import type {Move} from './story.js';

/** All versions that ever had a share, in the order in which they got it. */
export function versionsOf(moves: readonly Move[]): readonly Version[] {
  return [...new Set(moves.flatMap(({stable, candidate}) => [stable, ...(candidate ? [candidate.version] : [])]))];
}

/** The share of a version after a move. */
export function shareOf(version: Version, {stable, candidate}: Move): WeightPercent {
  if (version === candidate?.version) return candidate.weightPercent;
  return version === stable ? 100 - (candidate?.weightPercent ?? 0) : 0;
}
