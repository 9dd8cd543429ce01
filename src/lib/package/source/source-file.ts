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
}

const SURROGATE = /[\uD800-\uDFFF]/;

/**
 * Orders files by the UTF-8 bytes of their zip path: the same order on every platform and in every locale. UTF-16 order,
 * which is what `<` compares, differs from it only where there are characters outside the basic plane.
 */
export function sortByZipPath<File extends {readonly zipPath: string}>(files: readonly File[]): readonly File[] {
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
