import {restingDescription, splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import type {AliasTarget} from '../../model/alias/target.js';
import type {RolloutStanding} from '../../model/rollout/standing.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {Planned} from '../refusal.js';
import {standingRefusals} from './standing-refusals.js';
import {noSuchAlias, plannedMove, type TrafficMove} from './traffic-move.js';

/**
 * All traffic to stable and the user's description, from the alias alone. Without a rollout there is nothing to do, so
 * asking twice is harmless. Weights of others are refused, and so is an alias whose stable nobody can tell any more.
 */
export function planAbort(observed: Pick<ObservedRollout, 'ref' | 'alias' | 'standing'>): Planned<TrafficMove> {
  const {ref, alias, standing} = observed;
  if (!alias) return noSuchAlias(ref);
  const {text, ...note} = splitDescription(alias.description);
  const description = restingDescription(text, note);
  if (standing.kind === 'idle') {
    return plannedMove(alias, {kind: 'abort', target: {stable: alias.stable, description: alias.description}});
  }
  const stable = stableOf(alias, standing);
  const target: AliasTarget = {stable: stable ?? alias.stable, description};
  const marker = 'marker' in standing ? standing.marker : undefined;
  const refusals = stable === undefined ? standingRefusals(alias, standing) : [];
  return plannedMove(alias, {kind: 'abort', target, ...(marker && {rolloutId: marker.rolloutId})}, refusals);
}

function stableOf(alias: AliasState, standing: RolloutStanding): string | undefined {
  switch (standing.kind) {
    case 'running':
    case 'watching':
      return standing.marker.stable;
    case 'orphaned':
      // Somebody changed the weight, but the pair is still the rollout's: stable is stable.
      if (standing.marker) return alias.stable === standing.marker.stable ? alias.stable : undefined;
      // In every version of the marker the primary version is stable while there are weights.
      return alias.candidate ? alias.stable : undefined;
    default:
      return undefined;
  }
}
