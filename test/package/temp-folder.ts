import {chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

/** A folder of the running test's own, removed when the test ends. */
export function tempFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'package-')));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

/** Files by path relative to a folder: the content, or content and mode. */
export type Tree = Readonly<
  Record<string, string | Uint8Array | {readonly content: string | Uint8Array; readonly mode: number}>
>;

/** Writes a tree into a folder and returns the folder. */
export function writeTree(folder: string, tree: Tree): string {
  for (const [name, value] of Object.entries(tree)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), {recursive: true});
    const {content, mode} =
      typeof value === 'string' || value instanceof Uint8Array ? {content: value, mode: 0o644} : value;
    writeFileSync(file, content);
    chmodSync(file, mode);
  }
  return folder;
}
