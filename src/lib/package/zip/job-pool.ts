import type {Worker} from 'node:worker_threads';
import {type Job, type JobFailure, type JobResult, runJob} from './job.js';
import {startThread} from './start-thread.js';

/** Jobs a thread has at a time: one at work and one waiting, so that it never idles for a message. */
const JOBS_PER_THREAD = 2;
/** How far the threads may run ahead of the job whose turn it is to be written; bounds the memory. */
const JOBS_AHEAD_PER_THREAD = 4;

/** What became of a job. */
type Outcome = {readonly result: JobResult | JobFailure} | {readonly crash: Error};

/**
 * Runs the jobs and yields their results in the order of the jobs, on the pool's threads or, without a pool, in this thread.
 * Throws when a thread dies or `signal` aborts.
 */
export async function* runInOrder(
  jobs: readonly Job[],
  pool: JobPool | undefined,
  signal?: AbortSignal,
): AsyncGenerator<JobResult | JobFailure, void, undefined> {
  if (!pool) {
    for (const job of jobs) {
      signal?.throwIfAborted();
      yield runJob(job);
    }
    return;
  }
  const ahead: Promise<Outcome>[] = [];
  for (let next = 0; next < jobs.length || ahead.length > 0; ) {
    signal?.throwIfAborted();
    for (; ahead.length < pool.threads * JOBS_AHEAD_PER_THREAD; next += 1) {
      const job = jobs[next];
      if (!job) break;
      ahead.push(pool.run(job));
    }
    const outcome = await ahead.shift();
    if (!outcome) break;
    if ('crash' in outcome) throw outcome.crash;
    yield outcome.result;
  }
}

interface Thread {
  readonly worker: Worker;
  busy: number;
}

/** Worker threads that read, hash and deflate. They start at once and live until `close`. */
export class JobPool {
  readonly threads: number;
  readonly #threads: readonly Thread[];
  readonly #waiting: {readonly id: number; readonly job: Job}[] = [];
  readonly #settle = new Map<number, (outcome: Outcome) => void>();
  #crash: Error | undefined;
  #nextId = 0;

  constructor(threads: number) {
    this.threads = threads;
    this.#threads = Array.from({length: threads}, () => this.#start());
  }

  /** Never rejects: a dead thread is an outcome too, so that no promise is left without a listener. */
  run(job: Job): Promise<Outcome> {
    if (this.#crash) return Promise.resolve({crash: this.#crash});
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#settle.set(id, resolve);
      this.#waiting.push({id, job});
      this.#handOut();
    });
  }

  /** Ends the threads, whatever they are at. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({worker}) => worker.terminate()));
  }

  #start(): Thread {
    const worker = startThread('lib/package/zip/job-worker');
    const thread: Thread = {worker, busy: 0};
    worker.on('message', ({id, result}: {id: number; result: JobResult | JobFailure}) => {
      thread.busy -= 1;
      this.#settle.get(id)?.({result});
      this.#settle.delete(id);
      this.#handOut();
    });
    worker.on('error', (error: unknown) => {
      this.#crash = error instanceof Error ? error : new Error(String(error));
      for (const settle of this.#settle.values()) settle({crash: this.#crash});
      this.#settle.clear();
    });
    return thread;
  }

  #handOut(): void {
    for (let depth = 1; depth <= JOBS_PER_THREAD; depth += 1) {
      for (const thread of this.#threads) {
        if (thread.busy >= depth) continue;
        const next = this.#waiting.shift();
        if (!next) return;
        thread.busy += 1;
        thread.worker.postMessage(next);
      }
    }
  }
}
