import {type PackCache, type Packed, type PackedFiles, PackPlace, packFiles, type Survey} from './pack-files.js';
import {toWitnesses} from './pack-format.js';
import {recollectFiles} from './recollect-files.js';
import {type CollectedFiles, collectFiles, realSourceDir} from './source/collect-files.js';
import {ignoreRulesText} from './source/ignore-rules.js';
import type {SourceFile} from './source/source-file.js';
import type {DeflatePool} from './zip/deflate-pool.js';
import {isWorthThreads, startThreads} from './zip/write-zip.js';

export interface PackFolderRequest<Findings> {
  readonly sourceDir: string;
  /** On zlib's scale, 0 to 9; 6 when absent. */
  readonly level?: number | undefined;
  readonly cache?: PackCache | undefined;
  /** Absolute paths of files and folders that go elsewhere. */
  readonly takenOut?: ReadonlySet<string> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Throws what speaks against packing these files, before they are put into a zip. */
  readonly check?: (collected: CollectedFiles) => void;
  readonly survey: Survey<Findings>;
  /** Throws what the findings have against the package, before anything is kept of it. */
  readonly checkFindings?: (findings: Findings, packed: Packed) => void;
}

export interface PackedFolder<Findings> extends PackedFiles<Findings>, CollectedFiles {}

/** Packs a folder into a zip, its links as links. Throws what collectFiles and packFiles throw. */
export async function packFolder<Findings>(request: PackFolderRequest<Findings>): Promise<PackedFolder<Findings>> {
  const {sourceDir, level, cache, takenOut, signal, check, survey, checkFindings} = request;
  const root = realSourceDir(sourceDir);
  // Names were matched by rules that must be the same too.
  const subject = [root, ignoreRulesText(root), [...(takenOut ?? [])].sort()];
  const place = cache && new PackPlace(cache, subject, level);
  const threads = new EarlyThreads();
  try {
    const recollected = place?.last && (await recollectFiles(root, place.last.pack));
    // Nobody can tell before the walk has ended what is to be deflated where earlier runs may know everything.
    const onFile = place?.knowsSomething ? undefined : (file: SourceFile) => threads.count(file);
    const withWitnesses = place !== undefined;
    const collected = recollected ?? collectFiles(sourceDir, {links: 'keep', onFile, takenOut, withWitnesses});
    check?.(collected);
    const {files, leftOut} = collected;
    const witnesses = recollected ? place?.last?.pack.witnesses : toWitnesses(collected.witnesses, place?.startedAtMs);
    const areToldByLast = recollected !== undefined;
    const {pool} = threads;
    const content = {files, leftOut, witnesses, areToldByLast, place};
    return {...collected, ...(await packFiles({...content, level, survey, checkFindings, pool, signal}))};
  } finally {
    await threads.pool?.close();
  }
}

/** Starts threads while the folder is still being walked, as soon as it is clear that they are worth it. */
class EarlyThreads {
  pool: DeflatePool | undefined;
  #files = 0;
  #bytes = 0;

  count({bytes}: SourceFile): void {
    this.#files += 1;
    this.#bytes += bytes;
    if (!this.pool && isWorthThreads(this.#files, this.#bytes)) this.pool = startThreads();
  }
}
