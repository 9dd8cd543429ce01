import type {EnginePort, Execution} from '../../src/lib/ports/rollout/engine.js';
import type {CallGate} from './call-gate.js';

/** An engine that takes note of what it is to drive, and does nothing; all by rollout id. */
export class FakeEngine implements EnginePort {
  readonly started = new Map<string, object>();
  /** What has become of an execution; it runs when absent. */
  readonly ends = new Map<string, Omit<Execution, 'arn' | 'isRunning'>>();
  isThere = true;
  readonly #gate: CallGate;

  constructor(gate: CallGate) {
    this.#gate = gate;
  }

  isInstalled(_beside: string, signal?: AbortSignal): Promise<boolean> {
    return this.#gate.pass('isInstalled', signal, () => this.isThere);
  }

  start(beside: string, rollout: {readonly rolloutId: string}, signal?: AbortSignal): Promise<string> {
    return this.#gate.pass('startExecution', signal, () => {
      this.started.set(rollout.rolloutId, rollout);
      return arnOf(beside, rollout.rolloutId);
    });
  }

  find(beside: string, rolloutId: string, signal?: AbortSignal): Promise<Execution | undefined> {
    return this.#gate.pass('findExecution', signal, () => {
      if (!this.started.has(rolloutId)) return undefined;
      const end = this.ends.get(rolloutId);
      return {arn: arnOf(beside, rolloutId), isRunning: end === undefined, ...end};
    });
  }
}

function arnOf(beside: string, rolloutId: string): string {
  return `${beside}:${rolloutId}-1`;
}
