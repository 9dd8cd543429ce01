import {environmentNowhere} from '../../config/environment/environment-error.js';
import type {Glance} from '../../config/environment/glance.js';
import {findReleasePath, readReleaseText} from '../../config/load-release-file.js';
import {UsageError} from '../../errors.js';

/** The options by which a command finds its release file. */
export interface ReleaseFileOptions {
  readonly config?: string | undefined;
  readonly bundle?: string | undefined;
  readonly environment?: string | undefined;
}

/** What a glance at the release file gave: nothing where there is none, or none of it matters. */
export interface Glanced {
  readonly glance?: Glance;
  /** Why there is no glance. */
  readonly problem?: UsageError;
}

/** Only where these words stand in a file it can be about a place or another name: most commands need no more of it. */
const WORTH_A_LOOK = /\b(environments|name)\b/;

/**
 * Looks at the release file a command will work by, for its environments and the names of its functions; `isNeeded` for the
 * functions whatever their names. What is wrong with the file comes back, for not every command needs it.
 */
export async function glanceOf(
  {config, bundle, environment}: ReleaseFileOptions,
  folder: string,
  isNeeded: boolean,
): Promise<Glanced> {
  const name = environment || undefined;
  try {
    const written = await textOf({config, bundle}, folder);
    if (written === undefined) return name === undefined ? {} : {problem: environmentNowhere(name)};
    if (name === undefined && !isNeeded && !WORTH_A_LOOK.test(written.text)) return {};
    const {glanceAt} = await import('../../config/environment/glance.js');
    return {glance: glanceAt(written.text, written.file, name)};
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return {problem: error};
  }
}

async function textOf(
  {config, bundle}: ReleaseFileOptions,
  folder: string,
): Promise<{readonly text: string; readonly file: string} | undefined> {
  if (bundle !== undefined && config === undefined) {
    const {bundledReleaseFile} = await import('../../package/bundle/bundled-release-file.js');
    const text = await orNothing(bundledReleaseFile(bundle));
    return text === undefined ? undefined : {text, file: bundle};
  }
  const file = config ?? (await findReleasePath(folder));
  return file === undefined ? undefined : {text: await readReleaseText(file), file};
}

/** What is wrong with a bundle is told by whoever opens it, in words of its own. */
async function orNothing(text: Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await text;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
