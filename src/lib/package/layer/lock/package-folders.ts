import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {unreadable} from '../../source/source-error.js';
import type {LockedProject} from './locked-project.js';

/** Where pnpm, and yarn with its pnpm linker, keep what links lead to. */
const STORES = new Set(['.pnpm', '.store']);

/**
 * Absolute paths of all that is installed for a project and not kept: packages in its own node_modules, in those of the root, and below one
 * another; of a store the whole entry, for besides the package it holds links to what that needs.
 */
export function foldersBut(keeps: ReadonlySet<string>, {root, location}: LockedProject): readonly string[] {
  const homes = new Set([root, path.join(root, location)]);
  return [...homes].flatMap((home) => foldersBelow(path.join(home, 'node_modules'), keeps));
}

function foldersBelow(modules: string, keeps: ReadonlySet<string>): string[] {
  return foldersIn(modules).flatMap((name) => {
    const folder = path.join(modules, name);
    if (STORES.has(name)) return foldersIn(folder).flatMap((entry) => ofEntry(path.join(folder, entry), keeps));
    return name.startsWith('.') ? [] : ofModule(folder, keeps);
  });
}

function ofModule(folder: string, keeps: ReadonlySet<string>): string[] {
  const own = path.basename(folder).startsWith('@')
    ? foldersIn(folder).map((name) => path.join(folder, name))
    : [folder];
  return own.flatMap((each) => (keeps.has(each) ? foldersBelow(path.join(each, 'node_modules'), keeps) : [each]));
}

/** `.pnpm/a@1.0.0`, with the package in its node_modules; of yarn `.store/a-npm-1.0.0-0123456789`, with it in package/. */
function ofEntry(entry: string, keeps: ReadonlySet<string>): string[] {
  const inside = `${entry}${path.sep}`;
  // Links that all packages may fall back on, of which those that lead to what is kept stay.
  if (path.basename(entry) === 'node_modules') return [];
  return [...keeps].some((each) => each.startsWith(inside)) ? [] : [entry];
}

/** Names of folders themselves, and of no links to others. Throws UsageError for what cannot be read. */
export function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  } catch (error) {
    throw unreadable(folder, error);
  }
}
