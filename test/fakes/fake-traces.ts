import type {FailedTrace} from '../../src/lib/model/failed-trace.js';
import type {TraceQuery, TracesPort} from '../../src/lib/ports/traces.js';
import type {CallGate} from './call-gate.js';

/** X-Ray in memory: what it is given is what failed, and every query is kept. */
export class FakeTraces implements TracesPort {
  readonly queries: TraceQuery[] = [];
  failed: readonly FailedTrace[] = [];
  readonly #gate: CallGate;

  constructor(gate: CallGate) {
    this.#gate = gate;
  }

  readFailedTraces(query: TraceQuery, signal?: AbortSignal): Promise<readonly FailedTrace[]> {
    return this.#gate.pass('readFailedTraces', signal, () => {
      this.queries.push(query);
      return this.failed.slice(0, query.most);
    });
  }
}
