import type {SandboxClock} from '../clock.js';

/** A token bucket over sandbox time: `perSecond` calls on average, and as many at once. */
class Bucket {
  private readonly perSecond: number;
  private readonly clock: SandboxClock;
  private tokens: number;
  private filledMs: number;

  constructor(clock: SandboxClock, perSecond: number) {
    this.clock = clock;
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.filledMs = clock.now();
  }

  take(): boolean {
    const now = this.clock.now();
    this.tokens = Math.min(this.perSecond, this.tokens + ((now - this.filledMs) / 1000) * this.perSecond);
    this.filledMs = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}

const getFunctionPerSecond = 100;

/**
 * Lambda's request quotas: GetFunction 100 a second, GetPolicy 15, everything else but Invoke shares one pool of 15
 * (Lambda Developer Guide, gettingstarted-limits). Counted in sandbox time: a client whose clock runs as fast as the
 * sandbox's is throttled exactly as it would be on AWS at speed 1.
 */
export class RateLimit {
  private readonly pools: {getFunction: Bucket; getPolicy: Bucket; others: Bucket} | undefined;

  /** `perSecond` of the shared pool; 0 = no limits at all. */
  constructor(clock: SandboxClock, perSecond: number) {
    this.pools =
      perSecond > 0
        ? {
            getFunction: new Bucket(clock, getFunctionPerSecond),
            getPolicy: new Bucket(clock, perSecond),
            others: new Bucket(clock, perSecond),
          }
        : undefined;
  }

  /** Whether one more call may go through now. */
  admits(operation: string): boolean {
    if (!this.pools || operation.startsWith('Invoke')) return true;
    if (operation === 'GetFunction') return this.pools.getFunction.take();
    if (operation === 'GetPolicy') return this.pools.getPolicy.take();
    return this.pools.others.take();
  }
}
