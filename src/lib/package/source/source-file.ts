/** One file that goes into a zip, as the walk found it. */
export interface SourceFile {
  /** Path inside the zip, forward slashes, no leading slash. */
  readonly zipPath: string;
  readonly absolutePath: string;
  readonly bytes: number;
  /** Lambda does not mend file modes, so there are two: readable by everybody, or executable too. */
  readonly mode: 0o644 | 0o755;
  /** Target of a symbolic link that is kept as one; `bytes` is its length in UTF-8. */
  readonly link?: string;
  /** Absent when the content has to be read to know it, such as that of a link. */
  readonly stamp?: FileStamp;
}

/** What tells, without reading it, that a file is the one it was: a change of its content changes one of these. */
export interface FileStamp {
  readonly modifiedMs: number;
  /** When the entry itself last changed: unlike the time above no program can set it back. */
  readonly changedMs: number;
  readonly inode: number;
}

/** A folder, or a file that is left out, and what tells whether it is still the same. */
export interface StampedPath {
  /** Relative to the source folder, with forward slashes; empty for itself. */
  readonly zipPath: string;
  readonly bytes: number;
  readonly stamp?: FileStamp;
}

const SURROGATE = /[\uD800-\uDFFF]/;

/**
 * Orders files by the UTF-8 bytes of their zip path: the same order on every platform and in every locale. UTF-16 order,
 * which is what `<` compares, differs from it only where there are characters outside the basic plane.
 */
export function sortByZipPath(files: readonly SourceFile[]): readonly SourceFile[] {
  if (files.some(({zipPath}) => SURROGATE.test(zipPath))) {
    return files
      .map((file) => ({file, name: Buffer.from(file.zipPath)}))
      .sort((a, b) => Buffer.compare(a.name, b.name))
      .map(({file}) => file);
  }
  return files.toSorted((a, b) => (a.zipPath < b.zipPath ? -1 : a.zipPath > b.zipPath ? 1 : 0));
}

/** Size of the files together, in bytes. */
export function unzippedBytesOf(files: readonly SourceFile[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
