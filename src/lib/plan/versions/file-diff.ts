import type {PackagedFile} from '../../observe/versions/version-pair.js';

/** Names of the files in which two packages differ. */
export interface FileChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Compares two packages file by file; folders are no files. */
export function diffFiles(from: readonly PackagedFile[], to: readonly PackagedFile[]): FileChanges {
  const [before, after] = [byName(from), byName(to)];
  return {
    added: [...after.keys()].filter((name) => !before.has(name)).sort(),
    changed: [...after.values()]
      .filter((file) => differs(before.get(file.name), file))
      .map(({name}) => name)
      .sort(),
    removed: [...before.keys()].filter((name) => !after.has(name)).sort(),
  };
}

function byName(files: readonly PackagedFile[]): ReadonlyMap<string, PackagedFile> {
  return new Map(files.filter(({name}) => !name.endsWith('/')).map((file) => [file.name, file]));
}

function differs(before: PackagedFile | undefined, after: PackagedFile): boolean {
  return before !== undefined && (before.crc !== after.crc || before.unzippedBytes !== after.unzippedBytes);
}
