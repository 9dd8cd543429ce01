import {createHash} from 'node:crypto';
import {readdir, readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {readZip} from '../../../test/package/zip/read-zip.js';

/** Whether it may be executed, and what is in it, by the path in its package (`ms@2.1.3/index.js`) or, of Python, in the one folder of all. */
export type PackageFiles = ReadonlyMap<string, string>;

/** How two sets of files differ, each path with a reason that is a rule of ours or the tool's; without one it is a fault. */
export interface Differences {
  readonly same: number;
  /** How many files each rule explains. */
  readonly explained: ReadonlyMap<string, number>;
  readonly unexplained: readonly string[];
}

interface FoundFile {
  /** With slashes. */
  readonly name: string;
  readonly isExecutable: boolean;
  readonly content: Buffer;
}

/**
 * Every file of every package in a `node_modules`, wherever it lies: tools lay the same packages out differently, and links are another
 * name of what is there already. Files of no package (`.bin`, the tools' own notes) are none of theirs.
 */
export async function installedFiles(modules: string): Promise<PackageFiles> {
  return byPackage(await filesBelow(path.dirname(modules), modules));
}

/** The same of a zip. */
export function zippedFiles(zip: Uint8Array): PackageFiles {
  return byPackage(filesOfZip(zip));
}

/** Every file of a folder, by its path there. */
export async function folderFiles(folder: string): Promise<PackageFiles> {
  return byPath(await filesBelow(folder, folder), '');
}

/** Every file of a zip, by its path below `prefix` (`python/`); one that lies elsewhere keeps its whole path. */
export function zippedFilesBelow(zip: Uint8Array, prefix: string): PackageFiles {
  return byPath(filesOfZip(zip), prefix);
}

async function filesBelow(base: string, folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const entry of await readdir(folder, {recursive: true, withFileTypes: true})) {
    if (!entry.isFile()) continue;
    const at = path.join(entry.parentPath, entry.name);
    const isExecutable = ((await stat(at)).mode & 0o111) !== 0;
    const name = path.relative(base, at).split(path.sep).join('/');
    found.push({name, isExecutable, content: await readFile(at)});
  }
  return found;
}

function filesOfZip(zip: Uint8Array): FoundFile[] {
  const files = readZip(zip).filter(({mode}) => (mode & 0o170000) !== 0o120000);
  return files.map(({name, mode, content}) => ({name, content, isExecutable: (mode & 0o111) !== 0}));
}

function byPath(files: readonly FoundFile[], prefix: string): PackageFiles {
  return new Map(
    files.map((file) => [file.name.startsWith(prefix) ? file.name.slice(prefix.length) : file.name, toldOf(file)]),
  );
}

function toldOf({isExecutable, content}: FoundFile): string {
  const digest = createHash('sha256').update(content).digest('hex');
  return `${isExecutable ? 'executable' : 'plain'} ${digest}`;
}

function byPackage(files: readonly FoundFile[]): PackageFiles {
  const owners = new Map<string, string>();
  for (const {name, content} of files) {
    if (!/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@]+\/package\.json$/.test(name)) continue;
    const {name: owner, version} = JSON.parse(content.toString('utf8'));
    owners.set(path.posix.dirname(name), `${owner}@${version}`);
  }
  const isOfTool = (name: string) => name.includes('node_modules/.bin/');
  return new Map(files.filter(({name}) => !isOfTool(name)).flatMap((file) => inPackage(file, owners)));
}

function inPackage(file: FoundFile, owners: ReadonlyMap<string, string>): [string, string][] {
  const {name} = file;
  for (let folder = path.posix.dirname(name); folder !== '.'; folder = path.posix.dirname(folder)) {
    const owner = owners.get(folder);
    if (owner === undefined) continue;
    return [[`${owner}${name.slice(folder.length)}`, toldOf(file)]];
  }
  return [];
}

/** Compares what was packed with what the tool itself leaves. `rules` name, for a path, why it may be missing. */
export function compareFiles(
  packed: PackageFiles,
  reference: PackageFiles,
  rules: (file: string) => string | undefined,
): Differences {
  const explained = new Map<string, number>();
  const unexplained: string[] = [];
  let same = 0;
  for (const [file, told] of reference) {
    if (packed.get(file) === told) same += 1;
    else if (packed.has(file)) unexplained.push(`${file}: another content or mode`);
    else {
      const rule = rules(file);
      if (rule === undefined) unexplained.push(`${file}: not packed`);
      else explained.set(rule, (explained.get(rule) ?? 0) + 1);
    }
  }
  for (const file of packed.keys()) if (!reference.has(file)) unexplained.push(`${file}: not in production`);
  return {same, explained, unexplained: unexplained.sort()};
}
