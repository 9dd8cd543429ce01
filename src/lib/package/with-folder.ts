import {type CollectedFiles, collectFiles} from './source/collect-files.js';
import type {SourceFile} from './source/source-file.js';
import type {JobPool} from './zip/job-pool.js';
import {isWorthThreads, startThreads} from './zip/write-zip.js';

export interface FolderRequest {
  readonly sourceDir: string;
  /** Absolute paths of files and folders that go elsewhere. */
  readonly takenOut?: ReadonlySet<string> | undefined;
  /** Default rules for this folder alone, in gitignore syntax. */
  readonly rules?: readonly string[] | undefined;
  /** Links that are kept with the target they have: paths in the package. */
  readonly keepLinks?: readonly string[] | undefined;
}

/**
 * Walks a folder, its links as links, and hands its files to `work`, with threads that were started while it was still walking, where
 * they are worth it. They end with it. Throws what collectFiles and `work` throw.
 */
export async function withFolder<Result>(
  {sourceDir, takenOut, rules, keepLinks: keptLinks}: FolderRequest,
  work: (collected: CollectedFiles, pool: JobPool | undefined) => Promise<Result>,
): Promise<Result> {
  const threads = new EarlyThreads();
  try {
    const onFile = (file: SourceFile) => threads.count(file);
    return await work(collectFiles(sourceDir, {links: 'keep', onFile, takenOut, rules, keptLinks}), threads.pool);
  } finally {
    await threads.pool?.close();
  }
}

class EarlyThreads {
  pool: JobPool | undefined;
  #files = 0;
  #bytes = 0;

  count({bytes}: SourceFile): void {
    this.#files += 1;
    this.#bytes += bytes;
    if (!this.pool && isWorthThreads(this.#files, this.#bytes)) this.pool = startThreads();
  }
}
