import type {SandboxClock} from '../../clock.js';

/** Changes of state that happen by themselves some time after a call: Pending to Active, InProgress to Successful. */
export class Transitions {
  private readonly waiting = new Set<() => void>();
  private readonly clock: SandboxClock;
  private readonly delayMs: number;

  /** `delayMs`: sandbox milliseconds; infinite = only settle() moves things on. */
  constructor(clock: SandboxClock, delayMs: number) {
    this.clock = clock;
    this.delayMs = delayMs;
  }

  /** `delays`: how many times the usual delay it takes. */
  schedule(change: () => void, delays = 1): void {
    const once = (): void => {
      if (this.waiting.delete(once)) change();
    };
    this.waiting.add(once);
    if (Number.isFinite(this.delayMs)) this.clock.after(this.delayMs * delays, once);
  }

  /** Finishes whatever is under way now. */
  settle(): void {
    for (const change of [...this.waiting]) change();
  }
}
