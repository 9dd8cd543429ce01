import {createHash} from 'node:crypto';
import {type CollectedFiles, collectFiles, realSourceDir} from './collect-files.js';
import type {DeflatePool} from './deflate-pool.js';
import {ignoreRulesText} from './ignore-rules.js';
import type {KeptFindings, Pack} from './pack.js';
import {encodePack, type PackContent, toWitnesses} from './pack-format.js';
import {type PackStore, packName} from './pack-store.js';
import {recall} from './recall.js';
import {recollectFiles} from './recollect-files.js';
import type {SourceFile} from './source-file.js';
import {DEFAULT_LEVEL, isWorthThreads, startThreads, writeZip} from './write-zip.js';
import type {ZipEntries} from './zip-entries.js';
import {zlibFingerprint} from './zlib-fingerprint.js';

/** What earlier runs left to be used again. */
export interface PackCache {
  readonly store: PackStore;
  /** Milliseconds since 1970 by the clock that the times of files come from. */
  now(): number;
}

/** What is to be found out of a package beside its zip. It is kept with the zip: nobody has to find it again. */
export interface Survey<Findings> {
  /** What the findings hang on beside the files, and the form they have. */
  readonly key: string;
  /** Begins with what the paths alone tell, while threads deflate, and ends with what became of the files. Findings survive JSON. */
  begin(files: readonly SourceFile[]): (entries: ZipEntries) => Findings;
}

export interface PackFolderRequest<Findings> {
  readonly sourceDir: string;
  /** zlib's level, 0 to 9; 6 when absent. */
  readonly level?: number | undefined;
  readonly cache?: PackCache | undefined;
  /** Absolute paths of files and folders that go elsewhere. */
  readonly takenOut?: ReadonlySet<string> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Throws what speaks against packing these files, before they are put into a zip. */
  readonly check?: (collected: CollectedFiles) => void;
  readonly survey: Survey<Findings>;
  /** Throws what the findings have against the package, before anything is kept of it. */
  readonly checkFindings?: (findings: Findings) => void;
}

export interface PackedFolder<Findings> extends CollectedFiles {
  readonly zip: Uint8Array;
  /** SHA-256 of the zip in base64. */
  readonly zipSha256: string;
  readonly entries: ZipEntries;
  readonly findings: Findings;
  /** How many files were not deflated, because their deflated data was there from an earlier run. */
  readonly reused: number;
}

/** Packs of other folders that are searched for the contents of one that was never packed: the last used ones. */
const OTHER_PACKS = 2;

/**
 * Packs a folder into a zip. With a cache the bytes are the same as without, only sooner. Throws what collectFiles and writeZip
 * throw; a cache that is damaged or cannot be written is no error.
 */
export async function packFolder<Findings>(request: PackFolderRequest<Findings>): Promise<PackedFolder<Findings>> {
  const {sourceDir, level = DEFAULT_LEVEL, cache, signal, check, survey, checkFindings} = request;
  const walkedAtMs = cache?.now() ?? 0;
  const name = cache ? nameOf(request, level) : '';
  // Its zip is read and checked on another thread meanwhile.
  const last = cache?.store.load(name);
  const withDigests = cache !== undefined;
  const threads = new EarlyThreads();
  try {
    const recollected = last && (await recollectFiles(realSourceDir(sourceDir), last.pack));
    const collected = recollected ?? walk(request, cache?.store.hasLike(prefixOf(name)) ? undefined : threads);
    check?.(collected);
    const own = (await last?.isIntact) ? last?.pack : undefined;
    const others = cache && !own ? await otherPacks(cache.store, name) : [];
    const {files, leftOut} = collected;
    const witnesses = recollected ? last?.pack.witnesses : toWitnesses(collected.witnesses, walkedAtMs);
    const known = own || others.length > 0 ? recall(files, own, others) : undefined;
    const same = known?.isSame ? own : undefined;
    const kept = same?.findings?.key === survey.key ? (same?.findings as KeptFindings<Findings>) : undefined;
    // Called before the survey begins, so that the threads have something to do meanwhile.
    const packing = same ?? writeZip(files, {level, signal, known, withDigests, pool: threads.pool});
    const endSurvey = kept ? () => kept.value : survey.begin(files);
    const {zip, zipSha256, entries} = await packing;
    const findings = endSurvey(entries);
    checkFindings?.(findings);
    const content = {files, leftOut, zip, zipSha256, entries};
    if (same && recollected && kept && known?.read === 0) {
      await cache?.store.touch(name);
    } else {
      // What had to be found out is told by the pack from now on.
      await keep(cache, name, {...content, witnesses, walkedAtMs, findings: {key: survey.key, value: findings}});
    }
    return {...content, findings, reused: same ? files.length : (known?.size ?? 0)};
  } finally {
    await threads.pool?.close();
  }
}

function walk(
  {sourceDir, cache, takenOut}: Pick<PackFolderRequest<unknown>, 'sourceDir' | 'cache' | 'takenOut'>,
  threads: EarlyThreads | undefined,
): CollectedFiles {
  const onFile = (file: SourceFile) => threads?.count(file);
  return collectFiles(sourceDir, {links: 'keep', onFile, takenOut, withWitnesses: cache !== undefined});
}

/**
 * Starts threads while the folder is still being walked, as soon as it is clear that they are worth it. Not where earlier runs may
 * know everything: nobody can tell then before the walk has ended what is to be deflated.
 */
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

async function keep(cache: PackCache | undefined, name: string, content: PackContent): Promise<void> {
  const pieces = cache && encodePack(content);
  if (pieces) await cache.store.save(name, pieces);
}

async function otherPacks(store: PackStore, name: string): Promise<readonly Pack[]> {
  const packs: Pack[] = [];
  for (const other of (await store.othersLike(prefixOf(name), name)).slice(0, OTHER_PACKS)) {
    const stored = store.load(other);
    if (stored && (await stored.isIntact)) packs.push(stored.pack);
  }
  return packs;
}

/** Deflated data is interchangeable where level and zlib are the same; names were matched by rules that must be the same too. */
function nameOf(
  {sourceDir, takenOut}: Pick<PackFolderRequest<unknown>, 'sourceDir' | 'takenOut'>,
  level: number,
): string {
  const source = realSourceDir(sourceDir);
  const deflate = createHash('sha256').update(`${zlibFingerprint()} ${level}`).digest('hex').slice(0, 16);
  return packName(deflate, JSON.stringify([source, ignoreRulesText(source), [...(takenOut ?? [])].sort()]));
}

function prefixOf(name: string): string {
  return name.slice(0, name.indexOf('-'));
}
