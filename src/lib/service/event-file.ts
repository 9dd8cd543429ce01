import {findReleaseFile} from '../config/load-release-file.js';
import type {ReleaseFile} from '../config/release-file.js';
import {bundledReleaseFile} from '../package/bundle/bundled-release-file.js';

export interface EventFileOptions {
  readonly config?: string | undefined;
  readonly bundle?: string | undefined;
  readonly environment?: string | undefined;
}

/** The release file that says who gets a command's events, which a bundle brings along. Throws UsageError when it cannot be read. */
export async function eventFile(
  {config, bundle, environment}: EventFileOptions,
  folder: string,
): Promise<ReleaseFile | undefined> {
  if (bundle === undefined || config !== undefined)
    return findReleaseFile(config, {folder, environmentName: environment});
  const text = await bundledReleaseFile(bundle);
  if (text === undefined) return undefined;
  const {parseReleaseFile} = await import('../config/parse-release-file.js');
  return parseReleaseFile(text, bundle, environment || undefined);
}
