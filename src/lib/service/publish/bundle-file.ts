import {readFile} from 'node:fs/promises';
import path from 'node:path';
import type {ReleaseFile} from '../../config/release-file.js';
import {UsageError} from '../../errors.js';
import {decodedText} from '../../model/decoded-text.js';
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
  const text = releaseFile && decodedText(await readFile(releaseFile.path));
  const events = await readEvents(releaseFile);
  const bytes = await writeBundle({
    packages,
    events,
    ...(git && {git}),
    ...(text !== undefined && {releaseFile: text}),
  });
  await writePackageFile(file, bytes);
  const sha256 = Buffer.from(sha256Base64(bytes), 'base64').toString('hex');
  return {file, bytes: bytes.length, sha256, functions: packages.map(({functionName}) => functionName)};
}

/**
 * What the smoke tests and the warming of the release file send, so that the jobs that release need no checkout. What is not there now has to lie beside
 * the bundle then: the release says so before it sends anything. Throws UsageError.
 */
async function readEvents(releaseFile: ReleaseFile | undefined): Promise<ReadonlyMap<string, string>> {
  const events = new Map<string, string>();
  const {smoke = [], warm} = releaseFile?.rollout ?? {};
  for (const event of new Set([
    ...smoke.map((test) => test.event),
    ...(warm?.event === undefined ? [] : [warm.event]),
  ])) {
    const file = path.resolve(path.dirname(releaseFile?.path ?? '.'), event);
    try {
      events.set(event, decodedText(await readFile(file)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw new UsageError(
        `The event ${event} of a smoke test or of the warming cannot be read: ${(error as Error).message}`,
        {
          code: 'SMOKE_EVENT_UNREADABLE',
          suggestions: [`Write it, or take it out of rollout in ${releaseFile?.path}.`],
          details: {path: file},
          cause: error,
        },
      );
    }
  }
  return events;
}
