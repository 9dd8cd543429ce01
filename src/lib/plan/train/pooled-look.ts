import {sortMinutes} from '../../analysis/minute/compared.js';
import type {PooledCar} from '../../analysis/pool/pooled-evidence.js';
import {sumOf} from '../../analysis/side-summary.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {sentWeights} from '../../model/rollout/place.js';
import type {RolloutSample} from '../rollout/judgement.js';

/** What a look at one car brings to the evidence of its train: the very minutes that its own comparison used. */
export function toPooledCar(marker: RolloutMarker, sample: RolloutSample): PooledCar {
  const {stable, candidate} = marker;
  const {compared} = sortMinutes({...sample, stable, candidate, changes: sentWeights(marker)});
  return {compared, stableBefore: sumOf(sample.readings?.before.stable ?? [])};
}
