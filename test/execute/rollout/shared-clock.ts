import {SandboxClock} from '../../../src/lib/sandbox/clock.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';

/**
 * One simulated time for a rollout and the sandbox it talks to over HTTP. It stands still while a port waits for an
 * answer, so that what a machine takes for it is no part of the story.
 */
export class SharedClock extends SimulatedClock {
  /** The same time for the sandbox. */
  readonly ofSandbox: SandboxClock = new ClockOfSandbox(this);

  /** The same port, for whose answers time stands still; `onCall` hears of every call. */
  stoppedBy<Port extends object>(port: Port, onCall?: () => void): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...values: unknown[]) => {
          onCall?.();
          return this.standStillFor(member.apply(target, values));
        };
      },
    });
  }
}

class ClockOfSandbox extends SandboxClock {
  readonly #time: SimulatedClock;

  constructor(time: SimulatedClock) {
    super({speed: 1, originMs: time.now()});
    this.#time = time;
  }

  override now(): number {
    return this.#time.now();
  }

  override after(delayMs: number, action: () => void): void {
    this.#time.at(this.now() + delayMs, action);
  }
}
