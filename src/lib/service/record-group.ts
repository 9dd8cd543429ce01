import {findReleaseFile} from '../config/load-release-file.js';
import {bundledReleaseFile} from '../package/bundle/bundled-release-file.js';

export interface RecordOptions {
  readonly record?: string | undefined;
  readonly config?: string | undefined;
  readonly bundle?: string | undefined;
}

/**
 * The log group that keeps the events of a command: as it was said, else by the release file it works by, which a bundle
 * brings along. Throws UsageError when that file cannot be read.
 */
export async function recordGroup(
  {record, config, bundle}: RecordOptions,
  folder: string,
): Promise<string | undefined> {
  if (record !== undefined) return record;
  if (bundle === undefined || config !== undefined) return (await findReleaseFile(config, folder))?.record?.logGroup;
  const text = await bundledReleaseFile(bundle);
  if (text === undefined) return undefined;
  const {parseReleaseFile} = await import('../config/parse-release-file.js');
  return parseReleaseFile(text, bundle).record?.logGroup;
}
