import type {RunnableVersion} from '../invocation.js';
import {residentBytes} from './child-process.js';
import type {Environment} from './environment.js';
import type {EnvironmentLog} from './environment-log.js';

/** A started environment and its log. */
export interface PooledEnvironment {
  readonly environment: Environment;
  readonly log: EnvironmentLog;
}

export interface PoolOptions {
  /** Real processes at a time, over all functions. */
  readonly maxProcesses: number;
  /** Wall milliseconds without work after which a process is ended. */
  readonly idleMs: number;
  /** Spawns the process; need not wait until the handler is loaded. */
  readonly start: (version: RunnableVersion) => Promise<PooledEnvironment>;
}

interface Slot {
  readonly version: RunnableVersion;
  /** `answered`: it has given its answer and is about to ask for the next event; `busy` again when that takes long. */
  state: 'starting' | 'idle' | 'busy' | 'answered';
  pooled?: PooledEnvironment;
  idleSince: number;
}

interface Waiting {
  readonly version: RunnableVersion;
  readonly resolve: (slot: Slot) => void;
  readonly reject: (reason: unknown) => void;
}

// Starts of one revision at a time: Lambda would start one for each request, but ours compete for the same few cores.
const STARTS_AT_ONCE = 2;
const WATCH_EVERY_MS = 250;
// What a runtime takes to ask for its next event, on a busy machine.
const SOON_MS = 100;

/**
 * The processes of all versions, a bounded number of them. Who finds none free waits his turn, first come first served;
 * concurrency limits are not kept here, they count invocations and not processes. When there is no room for a version
 * that waits, the environment that has been idle longest makes place.
 */
export class EnvironmentPool {
  readonly #options: PoolOptions;
  readonly #slots = new Set<Slot>();
  readonly #running = new Set<Promise<void>>();
  #waiting: Waiting[] = [];
  #closed = false;
  readonly #watch: NodeJS.Timeout;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#watch = setInterval(() => this.#watchSlots(), WATCH_EVERY_MS).unref();
  }

  /**
   * Runs `work` in an environment of this version that does nothing else meanwhile, and until `idle` afterwards. Rejects
   * when none can be started.
   */
  async use<T>(
    version: RunnableVersion,
    work: (pooled: PooledEnvironment) => Promise<{readonly result: T; readonly idle: Promise<void>}>,
  ): Promise<T> {
    const slot = await new Promise<Slot>((resolve, reject) => {
      this.#waiting.push({version, resolve, reject});
      this.#dispatch();
    });
    if (!slot.pooled) throw new Error('An environment was handed out before it was started.');
    try {
      const {result, idle} = await work(slot.pooled);
      const timer = this.#expectIdle(slot);
      void idle.then(() => {
        clearTimeout(timer);
        this.#free(slot);
      });
      return result;
    } catch (error) {
      this.#free(slot);
      throw error;
    }
  }

  /** Ends every process and turns away who waits. Resolves once the processes are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#watch);
    for (const each of this.#waiting.splice(0)) each.reject(new Error('The sandbox is closing.'));
    for (const slot of this.#slots) slot.pooled?.environment.kill();
    await Promise.all(this.#running);
  }

  /** Who asks now waits for this one rather than starting another; not for ever, extensions may have work to do. */
  #expectIdle(slot: Slot): NodeJS.Timeout {
    slot.state = 'answered';
    return setTimeout(() => {
      if (slot.state !== 'answered') return;
      slot.state = 'busy';
      this.#dispatch();
    }, SOON_MS).unref();
  }

  #free(slot: Slot): void {
    slot.state = 'idle';
    slot.idleSince = Date.now();
    if (slot.pooled?.environment.ended) this.#slots.delete(slot);
    this.#dispatch();
  }

  #dispatch(): void {
    const stillWaiting: Waiting[] = [];
    const waitingFor = new Map<string, number>();
    for (const each of this.#waiting) {
      const key = each.version.revisionKey;
      const idle = this.#find(key, 'idle')[0];
      if (idle) {
        idle.state = 'busy';
        each.resolve(idle);
        continue;
      }
      stillWaiting.push(each);
      const ahead = (waitingFor.get(key) ?? 0) + 1;
      waitingFor.set(key, ahead);
      const coming = this.#find(key, 'starting').length + this.#find(key, 'answered').length;
      if (coming < Math.min(STARTS_AT_ONCE, ahead) && this.#makeRoom()) {
        this.#start(each.version);
      }
    }
    this.#waiting = stillWaiting;
  }

  #find(key: string, state: Slot['state']): Slot[] {
    const usable = (slot: Slot) => slot.version.revisionKey === key && !slot.pooled?.environment.ended;
    return [...this.#slots].filter((slot) => slot.state === state && usable(slot));
  }

  #makeRoom(): boolean {
    if (this.#closed) return false;
    if (this.#slots.size < this.#options.maxProcesses) return true;
    const idle = [...this.#slots].filter((slot) => slot.state === 'idle').sort((a, b) => a.idleSince - b.idleSince)[0];
    if (!idle) return false;
    this.#end(idle);
    return true;
  }

  #start(version: RunnableVersion): void {
    const slot: Slot = {version, state: 'starting', idleSince: 0};
    this.#slots.add(slot);
    const running: Promise<void> = this.#live(slot)
      .catch((error: unknown) => {
        this.#slots.delete(slot);
        this.#takeWaiting(version)?.reject(error);
      })
      .then(() => {
        this.#running.delete(running);
        this.#dispatch();
      });
    this.#running.add(running);
  }

  /** The life of one environment, from its start until the process is gone. Rejects when it cannot be started. */
  async #live(slot: Slot): Promise<void> {
    const pooled = await this.#options.start(slot.version);
    const {environment} = pooled;
    slot.pooled = pooled;
    if (this.#closed) environment.kill();
    await environment.started;
    slot.idleSince = Date.now();
    // A handler that could not be loaded answers for itself, to the one who waited for it.
    const failed = environment.ended ? this.#takeWaiting(slot.version) : undefined;
    slot.state = failed ? 'busy' : 'idle';
    failed?.resolve(slot);
    this.#dispatch();
    await environment.gone;
    if (slot.state === 'idle') this.#slots.delete(slot);
  }

  #takeWaiting(version: RunnableVersion): Waiting | undefined {
    const index = this.#waiting.findIndex((each) => each.version.revisionKey === version.revisionKey);
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  #end(slot: Slot): void {
    this.#slots.delete(slot);
    slot.pooled?.environment.kill();
  }

  #watchSlots(): void {
    const idleBefore = Date.now() - this.#options.idleMs;
    for (const slot of this.#slots) {
      if (slot.state === 'idle' && slot.idleSince < idleBefore) this.#end(slot);
      const pid = slot.pooled?.environment.pid;
      if (slot.state !== 'busy' || pid === undefined) continue;
      // Lambda kills what outgrows its memory; the answer is then Runtime.ExitError, signal: killed.
      if (residentBytes(pid) > slot.version.memoryMb * 2 ** 20) slot.pooled?.environment.kill();
    }
  }
}
