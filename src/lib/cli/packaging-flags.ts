import {Flags} from '@oclif/core';
import type {PackageRequest} from '../package/build-deployment-package.js';
import {cacheFolder} from '../package/cache-folder.js';
import type {PackCache} from '../package/pack-files.js';
import {PackStore} from '../package/pack-store.js';

/** Flags of commands that package. */
export const packagingFlags = {
  'allow-secret': Flags.string({
    summary:
      'File of the package that may look like a credential; a folder ends in a slash. May be given several times.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PATH',
  }),
  cache: Flags.boolean({
    summary: 'Keep deflated files for the next run, in the cache folder of the user or LAMBDA_RELEASE_CACHE.',
    description:
      'The bytes of the package are the same with and without. At most 1 GiB, the longest unused going first.',
    default: true,
    allowNo: true,
  }),
};

/** What the packaging flags say. */
export interface PackagingChoices {
  readonly 'allow-secret'?: readonly string[] | undefined;
  readonly cache?: boolean | undefined;
}

interface PackagedFunction {
  readonly functionName: string;
  readonly source: string;
  readonly architecture?: string | undefined;
  readonly allowSecrets?: readonly string[] | undefined;
  readonly configuration?: {readonly runtime?: string} | undefined;
}

/** How a function is packaged, by flags and release file. */
export function packagingOf(
  target: PackagedFunction,
  choices: PackagingChoices,
): Omit<PackageRequest, 'sink'> & {readonly functionName: string} {
  const {functionName, source, architecture, allowSecrets = [], configuration} = target;
  return {
    sourceDir: source,
    functionName,
    architecture,
    runtime: configuration?.runtime,
    allowSecrets: [...allowSecrets, ...(choices['allow-secret'] ?? [])],
    cache: openPackCache(choices),
  };
}

/** The cache of the user; `undefined` when the flag or the environment turns it off, or there is no place for it. */
function openPackCache(choices: PackagingChoices): PackCache | undefined {
  const folder = choices.cache === false ? undefined : cacheFolder({environment: process.env});
  return folder === undefined ? undefined : {store: new PackStore(folder), now: () => Date.now()};
}
