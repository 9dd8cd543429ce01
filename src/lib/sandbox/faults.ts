import {type MetricFault, MetricFaults} from './cloudwatch/metric-faults.js';
import type {CallFault, Fault} from './fault.js';
import {type AliasFault, AliasPropagation, type PropagationOptions} from './lambda/alias/propagation.js';
import type {ServiceName} from './request-router.js';

interface SetFault {
  readonly fault: CallFault;
  /** Matching calls seen since it was set. */
  seen: number;
}

/** The faults that are set, and which call each of them hits. */
export class Faults {
  /** Those of metrics; every MetricsStore looks at them. */
  readonly metrics = new MetricFaults();
  /** Those of aliases; every world looks at them. */
  readonly aliases: AliasPropagation;
  private set: SetFault[] = [];

  constructor(propagation: PropagationOptions = {aliasDelayMs: 0, staleReadsMs: 0}) {
    this.aliases = new AliasPropagation(propagation);
  }

  add(fault: Fault): void {
    if (fault.kind === 'delayed-metrics' || fault.kind === 'missing-metrics') this.metrics.add(fault);
    else if (fault.kind === 'slow-alias' || fault.kind === 'stale-alias') this.aliases.add(fault);
    else this.set.push({fault, seen: 0});
  }

  /** Removes every fault; metrics and aliases have their usual delays again. */
  clear(): void {
    this.set = [];
    this.metrics.clear();
    this.aliases.clear();
  }

  /** Those set for calls, with how many matching calls each has seen, then those of metrics and of aliases. */
  list(): readonly ((CallFault & {readonly seen: number}) | MetricFault | AliasFault)[] {
    return [...this.set.map(({fault, seen}) => ({...fault, seen})), ...this.metrics.list(), ...this.aliases.list()];
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
