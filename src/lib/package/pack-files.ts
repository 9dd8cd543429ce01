import {createHash} from 'node:crypto';
import {INSPECTION_FORM} from './inspect/inspect-content.mjs';
import type {KeptFindings, Pack, Witnesses} from './pack.js';
import {encodePack, type PackContent} from './pack-format.js';
import {type PackStore, packName, type StoredPack} from './pack-store.js';
import {recall} from './recall.js';
import type {SourceFile} from './source/source-file.js';
import type {AssembledZip} from './zip/assembly.js';
import type {DeflatePool} from './zip/deflate-pool.js';
import type {ZipEntries} from './zip/entries.js';
import {encoderOf} from './zip/packing.mjs';
import {DEFAULT_LEVEL, writeZip} from './zip/write-zip.js';

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

/** The pack of the last run of the same subject, and where the next one goes. */
export class PackPlace {
  readonly startedAtMs: number;
  readonly last: StoredPack | undefined;
  readonly #cache: PackCache;
  readonly #name: string;

  /**
   * `subject` is what is packed, so that the next run finds this one; another subject with the same name costs time and nothing else.
   * The zip of the last run is read, on another thread, from now on.
   */
  constructor(cache: PackCache, subject: unknown, level: number = DEFAULT_LEVEL) {
    this.#cache = cache;
    // Deflated data is interchangeable where level and encoder are the same, and what was found in it where the rules are.
    const deflate = createHash('sha256')
      .update(`${encoderOf(level)} ${INSPECTION_FORM}`)
      .digest('hex')
      .slice(0, 16);
    this.#name = packName(deflate, JSON.stringify(subject));
    this.startedAtMs = cache.now();
    this.last = cache.store.load(this.#name);
  }

  /** Whether there is anything that the files may be known from. */
  get knowsSomething(): boolean {
    return this.last !== undefined || this.#cache.store.hasLike(this.#prefix);
  }

  /** Intact packs of other subjects: the last used ones. */
  async others(): Promise<readonly Pack[]> {
    const packs: Pack[] = [];
    const names = await this.#cache.store.othersLike(this.#prefix, this.#name);
    for (const other of names.slice(0, OTHER_PACKS)) {
      const stored = this.#cache.store.load(other);
      if (stored && (await stored.isIntact)) packs.push(stored.pack);
    }
    return packs;
  }

  async keep(content: Omit<PackContent, 'walkedAtMs'>): Promise<void> {
    const pieces = encodePack({...content, walkedAtMs: this.startedAtMs});
    if (pieces) await this.#cache.store.save(this.#name, pieces);
  }

  /** Says that the last pack was of use as it is. */
  async touch(): Promise<void> {
    await this.#cache.store.touch(this.#name);
  }

  get #prefix(): string {
    return this.#name.slice(0, this.#name.indexOf('-'));
  }
}

/** Files, and what became of them. */
export interface Packed {
  readonly files: readonly SourceFile[];
  readonly entries: ZipEntries;
}

export interface PackFilesRequest<Findings> {
  /** In the order they are to have. */
  readonly files: readonly SourceFile[];
  readonly leftOut: readonly string[];
  /** What tells the next run that the files are the same ones; absent when nothing does. */
  readonly witnesses?: Witnesses | undefined;
  /** Whether the last pack told which files there are, so that only their contents can be new. */
  readonly areToldByLast?: boolean;
  readonly place: PackPlace | undefined;
  /** On zlib's scale, 0 to 9; 6 when absent. */
  readonly level?: number | undefined;
  readonly survey: Survey<Findings>;
  /** Throws what the findings have against the package, before anything is kept of it. */
  readonly checkFindings?: ((findings: Findings, packed: Packed) => void) | undefined;
  /** Threads that are there already. They are closed in the end. */
  readonly pool?: DeflatePool | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PackedFiles<Findings> extends AssembledZip {
  readonly findings: Findings;
  /** How many files were not deflated, because their deflated data was there from an earlier run. */
  readonly reused: number;
}

/** Packs of other subjects that are searched for the contents of one that was never packed. */
const OTHER_PACKS = 2;

/**
 * Packs files into a zip. With a cache the bytes are the same as without, only sooner. Throws what writeZip throws; a cache that is
 * damaged or cannot be written is no error.
 */
export async function packFiles<Findings>(request: PackFilesRequest<Findings>): Promise<PackedFiles<Findings>> {
  const {files, leftOut, witnesses, areToldByLast, place, level, survey, checkFindings, pool, signal} = request;
  const own = (await place?.last?.isIntact) ? place?.last?.pack : undefined;
  const others = place && !own ? await place.others() : [];
  const known = own || others.length > 0 ? recall(files, own, others) : undefined;
  const same = known?.isSame ? own : undefined;
  const kept = same?.findings?.key === survey.key ? (same?.findings as KeptFindings<Findings>) : undefined;
  // Called before the survey begins, so that the threads have something to do meanwhile.
  const packing = same ?? writeZip(files, {level, signal, known, withDigests: place !== undefined, pool});
  // Awaited together: whichever fails, nobody else has to listen to the other.
  const beginSurvey = async () => (kept ? () => kept.value : survey.begin(files));
  const [{zip, zipSha256, entries}, endSurvey] = await Promise.all([packing, beginSurvey()]);
  const findings = endSurvey(entries);
  checkFindings?.(findings, {files, entries});
  if (same && areToldByLast && kept && known?.read === 0) {
    await place?.touch();
  } else {
    // What had to be found out is told by the pack from now on.
    const content = {files, leftOut, witnesses, zip, zipSha256, entries};
    await place?.keep({...content, findings: {key: survey.key, value: findings}});
  }
  return {zip, zipSha256, entries, findings, reused: same ? files.length : (known?.size ?? 0)};
}
