import type {PooledEvidence} from '../../analysis/pool/pooled-evidence.js';

const MOST = 3;

/** The names of the cars that bring most of the evidence, in its order; `names` in that of the evidence's cars. */
export function worstCars(names: readonly string[], {perCar}: Pick<PooledEvidence, 'perCar'>): readonly string[] {
  return names
    .map((name, index) => ({name, nats: perCar[index] ?? 0}))
    .filter(({nats}) => nats > 0)
    .sort((a, b) => b.nats - a.nats)
    .slice(0, MOST)
    .map(({name}) => name);
}
