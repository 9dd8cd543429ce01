import {readFile} from 'node:fs/promises';
import type {ReleaseFile} from '../../config/release-file.js';
import type {BundlePackage} from '../../package/bundle/bundle.js';
import {sha256Base64} from '../../package/sha256.js';
import {writePackageFile} from '../../package/write-package-file.js';
import type {Session} from '../session.js';
import {readGitCommit} from './git-commit.js';

/** A bundle on disk. */
export interface BundleReport {
  readonly file: string;
  readonly bytes: number;
  /** Hexadecimal, as `sha256sum` prints it and `--bundle-sha256` takes it. */
  readonly sha256: string;
  readonly functions: readonly string[];
}

/** Writes packages, the release file and the commit the session's folder is at into one bundle. archiver is loaded here and nowhere else. */
export async function writeBundleFile(
  file: string,
  packages: readonly BundlePackage[],
  releaseFile: ReleaseFile | undefined,
  {folder, environment}: Pick<Session, 'folder' | 'environment'>,
): Promise<BundleReport> {
  const {writeBundle} = await import('../../package/bundle/bundle.js');
  const git = await readGitCommit(folder, environment);
  const text = releaseFile && (await readFile(releaseFile.path, 'utf8'));
  const bytes = await writeBundle({packages, ...(git && {git}), ...(text !== undefined && {releaseFile: text})});
  await writePackageFile(file, bytes);
  const sha256 = Buffer.from(sha256Base64(bytes), 'base64').toString('hex');
  return {file, bytes: bytes.length, sha256, functions: packages.map(({functionName}) => functionName)};
}
