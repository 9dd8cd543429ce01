import {existsSync} from 'node:fs';
import path from 'node:path';

/** Lockfiles, each with what its tool leaves in node_modules. */
const LOCKS = [
  {tool: 'npm', file: 'npm-shrinkwrap.json', notes: ['.package-lock.json']},
  {tool: 'npm', file: 'package-lock.json', notes: ['.package-lock.json']},
  {tool: 'pnpm', file: 'pnpm-lock.yaml', notes: ['.modules.yaml', '.pnpm']},
  {tool: 'yarn', file: 'yarn.lock', notes: ['.yarn-integrity', '.yarn-state.yml']},
] as const;

export type NodeLock = (typeof LOCKS)[number];

/** The lockfile of a folder; of several the one whose tool has installed, and npm's before others. `undefined` when there is none. */
export function lockIn(folder: string): NodeLock | undefined {
  const locks = LOCKS.filter(({file}) => existsSync(path.join(folder, file)));
  const installed = ({notes}: NodeLock) => notes.some((note) => existsSync(path.join(folder, 'node_modules', note)));
  return locks.find(installed) ?? locks[0];
}

/** The tool of the nearest lockfile upwards; npm without one. */
export function nodeToolOf(sourceDir: string): NodeLock['tool'] {
  for (let folder = path.resolve(sourceDir); ; folder = path.dirname(folder)) {
    const lock = lockIn(folder);
    if (lock !== undefined) return lock.tool;
    if (path.dirname(folder) === folder) return 'npm';
  }
}
