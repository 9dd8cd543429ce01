import {boundedExp} from '../../analysis/bet/log-space.js';
import type {PooledEvidence} from '../../analysis/pool/pooled-evidence.js';
import {worstCars} from '../../plan/train/worst-cars.js';
import type {EventSink} from '../../ports/events.js';

/** Tells what the cars of a train came to together, where that is new; `names` in the order of the evidence's cars. */
export function togetherTeller(
  events: EventSink,
  {trainId, alpha}: {readonly trainId: string; readonly alpha: number},
): (names: readonly string[], pooled: PooledEvidence) => void {
  let told = '';
  return (names, pooled) => {
    const {log, minutes} = pooled;
    const stamp = `${minutes} ${log}`;
    if (minutes === 0 || stamp === told) return;
    told = stamp;
    const worst = worstCars(names, pooled);
    events.emit({type: 'train.judged', trainId, evidence: boundedExp(log), bound: 1 / alpha, worst});
  };
}
