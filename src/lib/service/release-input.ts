import path from 'node:path';
import {type FunctionFlagValues, toFunctionOverrides} from '../cli/release-flags.js';
import {findReleaseFile} from '../config/load-release-file.js';
import type {ReleaseFile} from '../config/release-file.js';
import {type ReleaseTarget, releaseTargets} from '../config/release-target.js';
import {UsageError} from '../errors.js';
import type {FunctionRef} from '../model/function-ref.js';
import type {Bundle} from '../package/bundle/open.js';

interface ReleaseInputFlags extends FunctionFlagValues {
  readonly config?: string | undefined;
  readonly bundle?: string | undefined;
  readonly 'bundle-sha256'?: string | undefined;
}

/** What a release is made of: its functions, the release file, and the bundle when the packages are made already. */
export interface ReleaseInput {
  readonly file: ReleaseFile | undefined;
  readonly targets: readonly ReleaseTarget[];
  readonly bundle: Bundle | undefined;
}

/**
 * Reads the release file and, with --bundle, the bundle; every digest in it is verified. A bundle brings its own
 * release file, which only --config replaces. Throws UsageError.
 */
export async function readReleaseInput(named: readonly FunctionRef[], flags: ReleaseInputFlags): Promise<ReleaseInput> {
  const overrides = toFunctionOverrides(flags);
  const {configuration} = overrides;
  // The schema is a good part of the tool's code: loaded only where there is something to check.
  if (Object.keys(configuration).length > 0) {
    const {assertFunctionFlags} = await import('../config/function-flags.js');
    assertFunctionFlags({...flags, environment: configuration.environment});
  }
  if (flags.bundle === undefined) {
    const file = await findReleaseFile(flags.config, process.cwd());
    return {file, targets: releaseTargets(named, overrides, file), bundle: undefined};
  }
  if (flags.layer !== undefined) {
    throw new UsageError('--layer and --bundle both say what goes into a layer.', {
      code: 'LAYER_AMBIGUOUS',
      suggestions: [
        'Leave out --layer: the bundle is released as it was made. Make it with: lambda-release package --layer',
      ],
    });
  }
  const {openBundle} = await import('../package/bundle/open.js');
  const bundle = await openBundle(flags.bundle, flags['bundle-sha256']);
  const file = flags.config === undefined ? await fileOf(bundle) : await findReleaseFile(flags.config, process.cwd());
  return {file, targets: releaseTargets(named, overrides, file, bundle), bundle};
}

async function fileOf(bundle: Bundle): Promise<ReleaseFile | undefined> {
  if (bundle.releaseFile === undefined) return undefined;
  const {parseReleaseFile} = await import('../config/parse-release-file.js');
  // What it names, and the commands in it, are looked for in the folder that the bundle is in.
  return parseReleaseFile(bundle.releaseFile, path.join(path.dirname(path.resolve(bundle.path)), 'release.yml'));
}
