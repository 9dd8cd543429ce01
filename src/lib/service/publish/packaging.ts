import type {PackageRequest} from '../../package/build-deployment-package.js';
import {cacheFolder} from '../../package/cache-folder.js';
import type {PackCache} from '../../package/pack-files.js';
import {PackStore} from '../../package/pack-store.js';

/** What a person says of packaging, by the names of the options. */
export interface PackagingOptions {
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

/** How a function is packaged, by options and release file. */
export function packagingOf(
  target: PackagedFunction,
  options: PackagingOptions,
): Omit<PackageRequest, 'sink'> & {readonly functionName: string} {
  const {functionName, source, architecture, allowSecrets = [], configuration} = target;
  return {
    sourceDir: source,
    functionName,
    architecture,
    runtime: configuration?.runtime,
    allowSecrets: [...allowSecrets, ...(options['allow-secret'] ?? [])],
    cache: openPackCache(options),
  };
}

/** The cache of the user; `undefined` when the flag or the environment turns it off, or there is no place for it. */
function openPackCache(options: PackagingOptions): PackCache | undefined {
  const folder = options.cache === false ? undefined : cacheFolder({environment: process.env});
  return folder === undefined ? undefined : {store: new PackStore(folder), now: () => Date.now()};
}
