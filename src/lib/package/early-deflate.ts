import type {DeflatePool, Outcome} from './deflate-pool.js';
import {DeflatePlanner, type DeflateSettings, type PlannedJob} from './plan-deflate-jobs.js';
import type {SourceFile} from './source-file.js';
import {isWorthThreads, startThreads} from './write-zip.js';

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
  readonly #planned: PlannedJob[] = [];
  readonly #started: Promise<Outcome>[] = [];
  #bytes = 0;

  constructor(settings: DeflateSettings) {
    this.#planner = new DeflatePlanner(settings);
  }

  /** Takes the next file of the walk. */
  add(file: SourceFile): void {
    if (file.link === undefined && this.#bytes < MOST_AHEAD_BYTES) {
      this.#planned.push(...this.#planner.add(file, this.#files.length));
    }
    this.#files.push(file);
    this.#bytes += file.bytes;
    if (!this.pool && isWorthThreads(this.#files.length, this.#bytes)) this.pool = startThreads();
    if (!this.pool) return;
    for (const job of this.#planned.splice(0)) this.#started.push(this.pool.runAhead(job));
  }

  /** What became of the first jobs for these files; none when they are not the files of the walk in its order. */
  startedFor(files: readonly SourceFile[]): readonly Promise<Outcome>[] {
    return files.every((file, index) => file === this.#files[index]) ? this.#started : [];
  }
}
