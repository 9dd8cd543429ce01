import {markerTarget} from '../../model/rollout/marker-target.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {Planned} from '../refusal.js';
import {noRollout} from './no-rollout.js';
import {standingRefusals} from './standing-refusals.js';
import {noSuchAlias, plannedMove, type TrafficMove} from './traffic-move.js';

/** Writes into the alias that its rollout waits for a person; traffic stays as it is. */
export function planHold(observed: Pick<ObservedRollout, 'ref' | 'alias' | 'standing'>): Planned<TrafficMove> {
  const {ref, alias, standing} = observed;
  if (!alias) return noSuchAlias(ref);
  if (standing.kind === 'idle') return noRollout(alias);
  if (standing.kind === 'foreign' || standing.kind === 'orphaned') {
    return plannedMove(alias, {kind: 'hold', target: alias}, standingRefusals(alias, standing));
  }
  const {marker} = standing;
  const target = markerTarget(alias.description, {...marker, held: true});
  return plannedMove(alias, {kind: 'hold', target, rolloutId: marker.rolloutId});
}
