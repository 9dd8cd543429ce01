import {mkdir, mkdtemp, rm, symlink} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type {RunnableVersion} from '../invocation.js';
import {linkBuiltInSdk} from './built-in-sdk.js';
import {unpackImage} from './unpack-image.js';
import {unzip} from './unzip.js';

/** Where one revision's code lies, laid out so that Node finds the layers without a loader of our own. */
export interface CodeFolder {
  /** Parent of everything; HOME of the handler. */
  readonly root: string;
  /** Lambda's /var/task. */
  readonly task: string;
  /** Lambda's /opt. */
  readonly opt: string;
}

interface Kept {
  readonly folder: Promise<CodeFolder>;
  users: number;
  usedAt: number;
}

const KEPT_UNUSED = 16;

/**
 * Unpacked code, one folder a revision, unpacked once. Folders of revisions that nothing runs any more are kept for the
 * next cold start, at most sixteen of them; close() removes all.
 */
export class CodeFolders {
  readonly #kept = new Map<string, Kept>();
  readonly #sdkFrom: string;
  #base: Promise<string> | undefined;
  #uses = 0;

  /** `sdkFrom`: the project whose AWS SDK for JavaScript handlers find when they do not bring one. */
  constructor(sdkFrom: string) {
    this.#sdkFrom = sdkFrom;
  }

  /** The folder of this version's revision; must be given back with release(). Throws ZipFormatError. */
  async acquire(version: RunnableVersion): Promise<CodeFolder> {
    let kept = this.#kept.get(version.revisionKey);
    if (!kept) {
      kept = {folder: this.#unpack(version), users: 0, usedAt: 0};
      this.#kept.set(version.revisionKey, kept);
    }
    kept.users++;
    kept.usedAt = ++this.#uses;
    try {
      return await kept.folder;
    } catch (error) {
      this.#kept.delete(version.revisionKey);
      throw error;
    }
  }

  async release(revisionKey: string): Promise<void> {
    const kept = this.#kept.get(revisionKey);
    if (!kept) return;
    kept.users--;
    const unused = [...this.#kept].filter(([, each]) => each.users === 0).sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [key, each] of unused.slice(0, Math.max(0, unused.length - KEPT_UNUSED))) {
      this.#kept.delete(key);
      await rm((await each.folder).root, {recursive: true, force: true, maxRetries: 3});
    }
  }

  async close(): Promise<void> {
    const base = await this.#base;
    this.#kept.clear();
    if (base !== undefined) await rm(base, {recursive: true, force: true, maxRetries: 3});
  }

  async #unpack(version: RunnableVersion): Promise<CodeFolder> {
    this.#base ??= this.#newBase();
    const root = await mkdtemp(path.join(await this.#base, `${version.functionName}-`));
    const folder = {root, task: path.join(root, 'var', 'task'), opt: path.join(root, 'opt')};
    await mkdir(folder.task, {recursive: true});
    await mkdir(folder.opt);
    if (version.imageLayers) await unpackImage(version.imageLayers, root);
    else await unzip(version.zip, folder.task);
    // In list order: of two layers with the same file the later one wins (Lambda Developer Guide, configuration-layers).
    for (const layer of version.layerZips) await unzip(layer, folder.opt);
    if (version.runtime.startsWith('nodejs')) await linkLayerModules(folder, version.runtime);
    return folder;
  }

  async #newBase(): Promise<string> {
    const base = await mkdtemp(path.join(os.tmpdir(), 'lambda-release-sandbox-'));
    await linkBuiltInSdk(base, this.#sdkFrom);
    return base;
  }
}

/**
 * Lambda finds layer packages through NODE_PATH, for `require` and for `import`; Node itself honours it for `require`
 * only. Both look into the node_modules of every parent folder, so the layers are linked there.
 */
async function linkLayerModules(folder: CodeFolder, runtime: string): Promise<void> {
  const major = /^nodejs(\d+)\.x$/.exec(runtime)?.[1] ?? '';
  await symlink(
    path.join(folder.opt, 'nodejs', `node${major}`, 'node_modules'),
    path.join(folder.root, 'var', 'node_modules'),
  );
  await symlink(path.join(folder.opt, 'nodejs', 'node_modules'), path.join(folder.root, 'node_modules'));
}
