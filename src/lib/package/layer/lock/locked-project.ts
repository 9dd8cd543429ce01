import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {decodedText} from '../../../model/decoded-text.js';
import {pathInSource} from '../../source/resolve-link.js';
import {unreadable} from '../../source/source-error.js';
import {findNpmProject, type NpmProject} from '../npm-project.js';
import type {LockedGraph} from './graph.js';
import {plugAndPlay} from './lock-error.js';
import {lockIn} from './node-tool.js';
import {parsePnpmLock} from './pnpm.js';
import {parseYarnLock} from './yarn.js';

/** A project that pnpm or yarn has installed. */
export interface LockedProject {
  /** Absolute path of the folder with the lockfile. */
  readonly root: string;
  /** The project by its folder relative to the root: '' or `packages/api`. */
  readonly location: string;
  readonly lockFile: string;
  readonly graph: LockedGraph;
  readonly tool: 'pnpm' | 'yarn';
}

export type NodeProject = NpmProject | LockedProject;

/** Whether pnpm or yarn has installed it. */
export function isLocked(project: NodeProject): project is LockedProject {
  return 'graph' in project;
}

/**
 * The project of npm, pnpm or yarn that a folder belongs to: that of the nearest lockfile upwards; of several in one folder the one whose tool
 * has installed, and npm's before others. `undefined` when there is none. Throws UsageError when package.json asks for something else
 * than the lockfile holds, when the lockfile is absent or cannot be read, and for yarn's Plug'n'Play.
 */
export function findNodeProject(sourceDir: string): NodeProject | undefined {
  const manifests: string[] = [];
  for (let folder = sourceDir; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) manifests.push(folder);
    const chosen = lockIn(folder);
    if (chosen !== undefined && chosen.tool !== 'npm') return lockedProject(folder, manifests, chosen);
    if (chosen !== undefined || path.dirname(folder) === folder) return findNpmProject(sourceDir);
  }
}

function lockedProject(
  root: string,
  manifests: readonly string[],
  {tool, file}: {readonly tool: LockedProject['tool']; readonly file: string},
): LockedProject | undefined {
  if (manifests.length === 0) return undefined;
  const lockFile = path.join(root, file);
  const parse = tool === 'pnpm' ? parsePnpmLock : parseYarnLock;
  const graph = parse(readLock(lockFile), lockFile);
  for (const folder of manifests) {
    const location = pathInSource(root, folder);
    if (graph.projectEdges(location) === undefined) continue;
    if (isPlugAndPlay(root)) throw plugAndPlay(root);
    return {root, location, lockFile, graph, tool};
  }
  return undefined;
}

function readLock(file: string): string {
  try {
    return decodedText(readFileSync(file));
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** yarn and pnpm write the same file; pnpm may have node_modules beside it (pnpm docs, nodeLinker). */
function isPlugAndPlay(root: string): boolean {
  return ['.pnp.cjs', '.pnp.js'].some((name) => existsSync(path.join(root, name)));
}
