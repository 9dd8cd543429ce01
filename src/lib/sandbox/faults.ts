import type {MetricsStore} from './cloudwatch/metrics-store.js';
import type {CallFault, Fault} from './fault.js';
import type {ServiceName} from './request-router.js';

interface SetFault {
  readonly fault: CallFault;
  /** Matching calls seen since it was set. */
  seen: number;
}

/** The faults that are set, and which call each of them hits. */
export class Faults {
  private readonly metrics: Pick<MetricsStore, 'delayMs'>;
  private readonly metricsDelayMs: number;
  private set: SetFault[] = [];

  constructor(metrics: Pick<MetricsStore, 'delayMs'>) {
    this.metrics = metrics;
    this.metricsDelayMs = metrics.delayMs;
  }

  add(fault: Fault): void {
    if (fault.kind === 'delayed-metrics') this.metrics.delayMs = fault.delayMs;
    else this.set.push({fault, seen: 0});
  }

  /** Removes every fault and gives metrics their usual delay back. */
  clear(): void {
    this.set = [];
    this.metrics.delayMs = this.metricsDelayMs;
  }

  /** Those set for calls, with how many matching calls each has seen. */
  list(): readonly (CallFault & {readonly seen: number})[] {
    return this.set.map(({fault, seen}) => ({...fault, seen}));
  }

  /** Counts the call, and gives the first fault that hits it. */
  hit(service: ServiceName, operation: string): CallFault | undefined {
    let hit: CallFault | undefined;
    for (const entry of this.set) {
      const {fault} = entry;
      if (fault.service !== undefined && fault.service !== service) continue;
      if (fault.operation !== undefined && fault.operation !== operation) continue;
      entry.seen++;
      const turn = entry.seen - fault.nth;
      if (turn >= 0 && (fault.count === 0 || turn < fault.count)) hit ??= fault;
    }
    return hit;
  }
}
