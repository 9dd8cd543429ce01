import path from 'node:path';
import {keysOf} from '../../config/function-names.js';
import type {ReleaseFile} from '../../config/release-file.js';
import type {PackageRequest} from '../../package/build-deployment-package.js';
import {ignoreLine} from '../../package/source/ignore-line.js';
import type {BuildOptions} from './run-builds.js';

/** What a person says of packaging, by the names of the options. */
export interface PackagingOptions extends BuildOptions {
  readonly 'allow-secret'?: readonly string[] | undefined;
  readonly 'keep-link'?: readonly string[] | undefined;
  /** What this run writes while it packs. */
  readonly journal?: string | undefined;
}

interface PackagedFunction {
  readonly functionName: string;
  readonly source: string;
  readonly architecture?: string | undefined;
  readonly allowSecrets?: readonly string[] | undefined;
  readonly keepLinks?: readonly string[] | undefined;
  readonly production?: boolean | undefined;
  readonly configuration?: {readonly runtime?: string} | undefined;
}

/** How a function is packaged, by options and release file. */
export function packagingOf(
  target: PackagedFunction,
  options: PackagingOptions,
  releaseFile: ReleaseFile | undefined,
  names: readonly string[] = [target.functionName],
): Omit<PackageRequest, 'sink'> & {readonly functionName: string; readonly production?: boolean | undefined} {
  const {functionName, source, architecture, allowSecrets = [], keepLinks = [], production, configuration} = target;
  return {
    sourceDir: source,
    functionName,
    architecture,
    runtime: configuration?.runtime,
    production,
    allowSecrets: [...allowSecrets, ...(options['allow-secret'] ?? [])],
    keepLinks: [...keepLinks, ...(options['keep-link'] ?? [])].map((each) => each.replace(/^\.?\/+|\/+$/g, '')),
    rules: ownFileRules(source, names, releaseFile, options.journal),
  };
}

/**
 * Rules for what in a source folder is the tool's own: the release file, which holds environment values and may change without the code,
 * what `package` writes without --out, beside the release file and in the folder itself, for every function, and the journal of this run.
 */
export function ownFileRules(
  source: string,
  functionNames: readonly string[],
  releaseFile: Pick<ReleaseFile, 'path' | 'functions'> | undefined,
  journal?: string,
): readonly string[] {
  const root = path.resolve(source);
  const folders = new Set([root, ...(releaseFile ? [path.dirname(path.resolve(releaseFile.path))] : [])]);
  const names = new Set([...functionNames, ...keysOf(releaseFile?.functions)]);
  const files = [
    ...(releaseFile ? [path.resolve(releaseFile.path)] : []),
    ...(journal === undefined ? [] : [path.resolve(journal)]),
    ...[...folders].flatMap((folder) =>
      [...names].flatMap((name) => [`${name}.zip`, `${name}.layer.zip`].map((file) => path.join(folder, file))),
    ),
  ];
  return files
    .map((file) => path.relative(root, file).replaceAll(path.sep, '/'))
    .filter((file) => file !== '..' && !file.startsWith('../') && !path.isAbsolute(file))
    .map(ignoreLine);
}
