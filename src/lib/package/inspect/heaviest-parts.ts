import type {SourceFile} from '../source/source-file.js';

/** How much of a package is one dependency, one top-level folder (`assets/`) or one file at the top. */
export interface PackagePart {
  readonly name: string;
  readonly files: number;
  readonly unzippedBytes: number;
}

/** A part, and what it takes in the zip without headers. */
export interface ZippedPart extends PackagePart {
  readonly zippedBytes: number;
}

/** So many of them are told of a package. */
export const HEAVIEST = 10;

const FOLDER = 'node_modules/';
/** Folders whose files are not all of one part. */
const SEVERAL_PARTS = /(^|\/)(node_modules|@[^/]*|\.[^/]*)$|^[^/]*$/;

/** The npm package a file belongs to, the innermost one for nested packages; otherwise its top-level folder, or the file itself. */
export function partOf(zipPath: string): string {
  const at = zipPath.lastIndexOf(`/${FOLDER}`);
  const inPackage =
    at >= 0
      ? zipPath.slice(at + 1 + FOLDER.length)
      : zipPath.startsWith(FOLDER)
        ? zipPath.slice(FOLDER.length)
        : undefined;
  if (inPackage === undefined) return topFolder(zipPath);
  const [first = '', second, ...rest] = inPackage.split('/');
  const scoped = first.startsWith('@') && rest.length > 0;
  if (scoped) return `${first}/${second}`;
  // Files of npm itself, such as .package-lock.json and .bin/, belong to no package.
  return second === undefined || first.startsWith('.') ? FOLDER : first;
}

/** The part each file belongs to, in the order of the files. */
export function partNames(files: readonly SourceFile[]): readonly string[] {
  let folder: string | undefined;
  let folderPart: string | undefined;
  return files.map(({zipPath}) => {
    // Files come folder by folder, and below a package's own folder they all belong to it.
    const end = Math.max(0, zipPath.lastIndexOf('/'));
    if (folder === undefined || end !== folder.length || !zipPath.startsWith(folder)) {
      folder = zipPath.slice(0, end);
      folderPart = SEVERAL_PARTS.test(folder) ? undefined : partOf(zipPath);
    }
    return folderPart ?? partOf(zipPath);
  });
}

/** Parts of a package by unzipped size, the heaviest first; equal ones by name. */
export function heaviestParts(files: readonly SourceFile[]): readonly PackagePart[];
/** As above, with the zipped bytes of each file, in the order of the files, and the parts where they are known already. */
export function heaviestParts(
  files: readonly SourceFile[],
  zippedBytes: ArrayLike<number>,
  names?: readonly string[],
): readonly ZippedPart[];
export function heaviestParts(
  files: readonly SourceFile[],
  zippedBytes?: ArrayLike<number>,
  names: readonly string[] = partNames(files),
): readonly PackagePart[] {
  const parts = new Map<string, {name: string; files: number; unzippedBytes: number; zippedBytes?: number}>();
  const nothingOf = (name: string) => ({name, files: 0, unzippedBytes: 0, ...(zippedBytes && {zippedBytes: 0})});
  let part = nothingOf('');
  for (const [index, {bytes}] of files.entries()) {
    const name = names[index] ?? '';
    if (name !== part.name) {
      part = parts.get(name) ?? nothingOf(name);
      parts.set(name, part);
    }
    part.files += 1;
    part.unzippedBytes += bytes;
    if (zippedBytes) part.zippedBytes = (part.zippedBytes ?? 0) + (zippedBytes[index] ?? 0);
  }
  return [...parts.values()].sort((a, b) => b.unzippedBytes - a.unzippedBytes || (a.name < b.name ? -1 : 1));
}

function topFolder(zipPath: string): string {
  const end = zipPath.indexOf('/');
  return end < 0 ? zipPath : zipPath.slice(0, end + 1);
}
