import {createHash} from 'node:crypto';
import {type CollectedFiles, collectFiles, realSourceDir} from './collect-files.js';
import {EarlyDeflate} from './early-deflate.js';
import {ignoreRulesText} from './ignore-rules.js';
import type {Inspection} from './inspect-content.mjs';
import type {Pack} from './pack.js';
import {encodePack, type PackContent} from './pack-format.js';
import {isIntact, type PackStore, packName} from './pack-store.js';
import {recall} from './recall.js';
import type {LinkMode} from './resolve-link.js';
import {sha256Base64} from './sha256.js';
import type {SourceFile} from './source-file.js';
import {DEFAULT_LEVEL, writeZip} from './write-zip.js';
import type {WrittenEntry} from './zip-assembly.js';
import {zlibFingerprint} from './zlib-fingerprint.js';

/** What earlier runs left to be used again. */
export interface PackCache {
  readonly store: PackStore;
  /** Milliseconds since 1970 by the clock that the times of files come from. */
  now(): number;
}

export interface PackFolderRequest {
  readonly sourceDir: string;
  readonly links: LinkMode;
  /** zlib's level, 0 to 9; 6 when absent. */
  readonly level?: number | undefined;
  readonly cache?: PackCache | undefined;
  /** Absolute paths of files and folders that go elsewhere. */
  readonly takenOut?: ReadonlySet<string> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Throws what speaks against packing these files, before they are put into a zip. */
  readonly check?: (collected: CollectedFiles) => void;
  /** Throws what speaks against the contents, before anything is kept of them. */
  readonly checkContents?: (files: readonly SourceFile[], inspections: ReadonlyMap<number, Inspection>) => void;
}

export interface PackedFolder extends CollectedFiles {
  readonly zip: Uint8Array;
  /** SHA-256 of the zip in base64. */
  readonly zipSha256: string;
  /** Size of each file's data in the zip, in the order of the files. */
  readonly zippedBytes: readonly number[];
  /** What was noticed in the contents, by the index of the file. */
  readonly inspections: ReadonlyMap<number, Inspection>;
  /** How many files were not deflated, because their deflated data was there from an earlier run. */
  readonly reused: number;
}

/** Packs of other folders that are searched for the contents of one that was never packed: the last used ones. */
const OTHER_PACKS = 2;

/**
 * Packs a folder into a zip. With a cache the bytes are the same as without, only sooner. Throws what collectFiles and writeZip
 * throw; a cache that is damaged or cannot be written is no error.
 */
export async function packFolder(request: PackFolderRequest): Promise<PackedFolder> {
  const {sourceDir, links, level = DEFAULT_LEVEL, cache, takenOut, signal, check, checkContents} = request;
  const walkedAtMs = cache?.now() ?? 0;
  const name = cache ? nameOf(sourceDir, links, level) : '';
  const last = cache?.store.load(name);
  // Checked on another thread while this one walks.
  const intact = last ? isIntact(last) : Promise.resolve(false);
  const withDigests = cache !== undefined;
  // Where much may be known already, nobody can tell before the walk has ended what is to be deflated.
  const early = cache?.store.hasLike(prefixOf(name)) ? undefined : new EarlyDeflate({level, withDigests});
  try {
    const onFile = (file: SourceFile) => early?.add(file);
    const collected = collectFiles(sourceDir, {links, onFile, taken: last?.rows, takenOut});
    check?.(collected);
    const own = (await intact) ? last : undefined;
    const others = cache && !own ? await otherPacks(cache.store, name) : [];
    const {files} = collected;
    const known = recall(files, own, others);
    if (own && known.isSame) {
      const {zip, zipSha256, inspections} = own;
      checkContents?.(files, inspections);
      // Files that had to be read are told by their times from now on.
      if (known.read > 0) await keep(cache, name, {files, entries: entriesOf(files, own), zip, zipSha256, walkedAtMs});
      else await cache?.store.touch(name);
      const zippedBytes = files.map((_, index) => own.zippedBytes(index));
      return {...collected, zip, zipSha256, zippedBytes, inspections, reused: files.length};
    }
    const options = {level, signal, known, withDigests, early, pool: early?.pool};
    const {zip, zippedBytes, entries} = await writeZip(files, options);
    const inspections = inspectionsOf(entries);
    checkContents?.(files, inspections);
    const zipSha256 = sha256Base64(zip);
    await keep(cache, name, {files, entries, zip, zipSha256, walkedAtMs});
    return {...collected, zip, zipSha256, zippedBytes, inspections, reused: known.size};
  } finally {
    await early?.pool?.close();
  }
}

function entriesOf(files: readonly SourceFile[], pack: Pack): PackContent['entries'] {
  return files.map(({bytes, mode, link}, row) => {
    const {data, ...known} = pack.entry(row);
    const isLink = link !== undefined;
    return {...known, bytes, mode, isLink, zippedBytes: data.length, dataOffset: pack.dataOffset(row)};
  });
}

/** What was noticed while the entries were written, by the index of the file. */
export function inspectionsOf(entries: readonly WrittenEntry[]): ReadonlyMap<number, Inspection> {
  return new Map(entries.flatMap(({inspection}, index) => (inspection ? [[index, inspection] as const] : [])));
}

async function keep(cache: PackCache | undefined, name: string, content: PackContent): Promise<void> {
  const pieces = cache && encodePack(content);
  if (pieces) await cache.store.save(name, pieces);
}

async function otherPacks(store: PackStore, name: string): Promise<readonly Pack[]> {
  const packs: Pack[] = [];
  for (const other of (await store.othersLike(prefixOf(name), name)).slice(0, OTHER_PACKS)) {
    const pack = store.load(other);
    if (pack && (await isIntact(pack))) packs.push(pack);
  }
  return packs;
}

/** Deflated data is interchangeable where level and zlib are the same; names were matched by rules that must be the same too. */
function nameOf(sourceDir: string, links: LinkMode, level: number): string {
  const source = realSourceDir(sourceDir);
  const deflate = createHash('sha256').update(`${zlibFingerprint()} ${level}`).digest('hex').slice(0, 16);
  return packName(deflate, JSON.stringify([source, links, ignoreRulesText(source)]));
}

function prefixOf(name: string): string {
  return name.slice(0, name.indexOf('-'));
}
