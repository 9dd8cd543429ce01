import type {DeflatePool, Outcome} from './deflate-pool.js';
import {DeflatePlanner, type DeflateSettings, type PlannedJob} from './plan-deflate-jobs.js';
import type {SourceFile} from './source-file.js';
import {isWorthThreads, type StartedJobs, startThreads} from './write-zip.js';

/** So much is deflated before the walk ends, in bytes of files: its results wait in memory, and may yet be of no use. */
const MOST_AHEAD_BYTES = 67_108_864;

/**
 * Deflates while the folder is still being walked, which keeps one thread busy and the others idle. Threads start as soon as it is
 * clear that they are worth it; what was found until then is handed out first.
 */
export class EarlyDeflate {
  pool: DeflatePool | undefined;
  readonly #planner: DeflatePlanner;
  readonly #files: SourceFile[] = [];
  readonly #jobs: PlannedJob[] = [];
  readonly #outcomes: Promise<Outcome>[] = [];
  #bytes = 0;
  #plannedBytes = 0;

  constructor(settings: DeflateSettings) {
    this.#planner = new DeflatePlanner(settings);
  }

  /** Takes the next file of the walk. */
  add(file: SourceFile): void {
    if (file.link === undefined) this.#jobs.push(...this.#planner.add(file, this.#files.length));
    this.#files.push(file);
    this.#bytes += file.bytes;
    if (!this.pool && isWorthThreads(this.#files.length, this.#bytes)) this.pool = startThreads();
    if (!this.pool) return;
    for (let next = this.#outcomes.length; next < this.#jobs.length; next += 1) {
      const job = this.#jobs[next];
      if (!job || this.#plannedBytes >= MOST_AHEAD_BYTES) return;
      this.#plannedBytes += bytesOf(job);
      this.#outcomes.push(this.pool.runAhead(job));
    }
  }

  /** The jobs for these files, once the walk has ended; none when they are not the files of the walk in its order. */
  jobsFor(files: readonly SourceFile[]): StartedJobs | undefined {
    const isSame = files.length === this.#files.length && files.every((file, index) => file === this.#files[index]);
    return isSame ? {jobs: [...this.#jobs, ...this.#planner.end()], outcomes: this.#outcomes} : undefined;
  }
}

function bytesOf({slice, fileBytes}: PlannedJob): number {
  return slice?.length ?? fileBytes.reduce((sum, bytes) => sum + bytes, 0);
}
