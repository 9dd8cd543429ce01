import path from 'node:path';
import {environmentNowhere} from '../config/environment/environment-error.js';
import {findReleaseFile, type ReleaseFilePlace} from '../config/load-release-file.js';
import type {ReleaseFile} from '../config/release-file.js';
import {type ReleaseTarget, releaseTargets} from '../config/release-target.js';
import {UsageError} from '../errors.js';
import type {FunctionRef} from '../model/function/ref.js';
import type {Bundle} from '../package/bundle/open.js';
import {type FunctionOptions, toFunctionOverrides} from './publish/function-options.js';

export interface ReleaseInputOptions extends FunctionOptions {
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
export async function readReleaseInput(
  place: ReleaseFilePlace,
  named: readonly FunctionRef[],
  options: ReleaseInputOptions,
): Promise<ReleaseInput> {
  const overrides = toFunctionOverrides(options, place.folder);
  const {configuration} = overrides;
  // The schema is a good part of the tool's code: loaded only where there is something to check.
  if (Object.keys(configuration).length > 0 || overrides.image !== undefined) {
    const {assertFunctionFlags} = await import('../config/function-flags.js');
    assertFunctionFlags({...options, environment: configuration.environment});
  }
  if (options.bundle === undefined) {
    const file = await findReleaseFile(options.config, place);
    return {file, targets: releaseTargets(named, overrides, file), bundle: undefined};
  }
  if (options.layer !== undefined) {
    throw new UsageError('--layer and --bundle both say what goes into a layer.', {
      code: 'LAYER_AMBIGUOUS',
      suggestions: [
        'Leave out --layer: the bundle is released as it was made. Make it with: lambda-release package --layer',
      ],
    });
  }
  const {openBundle} = await import('../package/bundle/open.js');
  const bundle = await openBundle(options.bundle, options['bundle-sha256']);
  const file =
    options.config === undefined ? await fileOf(bundle, place) : await findReleaseFile(options.config, place);
  return {file, targets: releaseTargets(named, overrides, file, bundle), bundle};
}

async function fileOf(bundle: Bundle, {environmentName}: ReleaseFilePlace): Promise<ReleaseFile | undefined> {
  if (bundle.releaseFile === undefined) {
    if (environmentName) throw environmentNowhere(environmentName);
    return undefined;
  }
  const {parseReleaseFile} = await import('../config/parse-release-file.js');
  // What it names, and the commands in it, are looked for in the folder that the bundle is in.
  const besideBundle = path.join(path.dirname(path.resolve(bundle.path)), 'release.yml');
  const file = parseReleaseFile(bundle.releaseFile, besideBundle, environmentName || undefined);
  return {...file, events: bundle.events};
}
