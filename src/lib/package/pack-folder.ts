import {createHash} from 'node:crypto';
import {type CollectedFiles, collectFiles, realSourceDir} from './collect-files.js';
import {EarlyDeflate} from './early-deflate.js';
import {ignoreRulesText} from './ignore-rules.js';
import type {Inspection} from './inspect-content.mjs';
import type {Pack} from './pack.js';
import {encodePack, type PackContent, toWitnesses} from './pack-format.js';
import {type PackStore, packName} from './pack-store.js';
import {recall} from './recall.js';
import {recollectFiles} from './recollect-files.js';
import type {SourceFile} from './source-file.js';
import {DEFAULT_LEVEL, writeZip} from './write-zip.js';
import type {ZipEntries} from './zip-entries.js';
import {zlibFingerprint} from './zlib-fingerprint.js';

/** What earlier runs left to be used again. */
export interface PackCache {
  readonly store: PackStore;
  /** Milliseconds since 1970 by the clock that the times of files come from. */
  now(): number;
}

export interface PackFolderRequest {
  readonly sourceDir: string;
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
  readonly entries: ZipEntries;
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
  const {sourceDir, level = DEFAULT_LEVEL, cache, signal, check, checkContents} = request;
  const walkedAtMs = cache?.now() ?? 0;
  const name = cache ? nameOf(request, level) : '';
  // Its zip is read and checked on another thread meanwhile.
  const last = cache?.store.load(name);
  const withDigests = cache !== undefined;
  // Where much may be known already, nobody can tell before the walk has ended what is to be deflated.
  const early = cache?.store.hasLike(prefixOf(name)) ? undefined : new EarlyDeflate({level, withDigests});
  try {
    const recollected = last && (await recollectFiles(realSourceDir(sourceDir), last.pack));
    const collected = recollected ?? walk(request, early);
    check?.(collected);
    const own = (await last?.isIntact) ? last?.pack : undefined;
    const others = cache && !own ? await otherPacks(cache.store, name) : [];
    const {files, leftOut} = collected;
    const witnesses = recollected ? last?.pack.witnesses : toWitnesses(collected.witnesses, walkedAtMs);
    const known = own || others.length > 0 ? recall(files, own, others) : undefined;
    if (own && known?.isSame) {
      checkContents?.(files, own.entries.inspections);
      // Folders and files that had to be read are told by their times from now on.
      const learned = !recollected || known.read > 0;
      if (learned) await keep(cache, name, {...own, files, witnesses, leftOut, walkedAtMs});
      else await cache?.store.touch(name);
      return {...collected, zip: own.zip, zipSha256: own.zipSha256, entries: own.entries, reused: files.length};
    }
    const packed = await writeZip(files, {level, signal, known, withDigests, early, pool: early?.pool});
    checkContents?.(files, packed.entries.inspections);
    await keep(cache, name, {...packed, files, witnesses, leftOut, walkedAtMs});
    return {...collected, ...packed, reused: known?.size ?? 0};
  } finally {
    await early?.pool?.close();
  }
}

function walk({sourceDir, cache, takenOut}: PackFolderRequest, early: EarlyDeflate | undefined): CollectedFiles {
  const onFile = (file: SourceFile) => early?.add(file);
  return collectFiles(sourceDir, {links: 'keep', onFile, takenOut, withWitnesses: cache !== undefined});
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
function nameOf({sourceDir, takenOut}: PackFolderRequest, level: number): string {
  const source = realSourceDir(sourceDir);
  const deflate = createHash('sha256').update(`${zlibFingerprint()} ${level}`).digest('hex').slice(0, 16);
  return packName(deflate, JSON.stringify([source, ignoreRulesText(source), [...(takenOut ?? [])].sort()]));
}

function prefixOf(name: string): string {
  return name.slice(0, name.indexOf('-'));
}
