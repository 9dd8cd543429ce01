import {existsSync, statSync} from 'node:fs';
import path from 'node:path';
import {closestName} from '../config/closest-name.js';
import type {FunctionSettings, ReleaseFile} from '../config/release-file.js';
import {UsageError} from '../errors.js';

/** A folder to pack and the zip it becomes. */
export interface PackageTarget {
  /** The function, or the folder's name. */
  readonly name: string;
  readonly source: string;
  readonly file: string;
  /** What the release file says of the function; absent for a folder. */
  readonly settings?: FunctionSettings | undefined;
}

/**
 * What `package` is about: each argument is a function of the release file or else a folder; without any, every function of
 * the file. `out` is a zip, or an existing folder. Throws UsageError when there is nothing to pack, an argument is neither, or
 * two packages would be written to one file.
 */
export function packageTargets(
  named: readonly string[],
  releaseFile: ReleaseFile | undefined,
  out: string | undefined,
): readonly PackageTarget[] {
  const functions = releaseFile?.functions;
  const sources =
    named.length > 0
      ? named.map((text) => toSource(text, functions))
      : [...(functions ?? [])].map(([name, settings]) => ({name, source: settings.source, settings}));
  if (sources.length === 0) {
    throw new UsageError('Nothing is named to package, and there is no release file here.', {
      code: 'SOURCE_MISSING',
      suggestions: ['Name a folder: lambda-release package dist', 'Or name a release file with --config.'],
    });
  }
  const targets = sources.map((source) => ({...source, file: toOutFile(source.name, out)}));
  requireDistinctFiles(targets);
  return targets;
}

/** Where the layer of a package is written: `checkout.zip` and `checkout.layer.zip`. */
export function layerFileOf(file: string): string {
  return `${file.replace(/\.zip$/, '')}.layer.zip`;
}

type Functions = ReleaseFile['functions'];

function toSource(text: string, functions: Functions | undefined): Omit<PackageTarget, 'file'> {
  const settings = functions?.get(text);
  if (settings) return {name: text, source: settings.source, settings};
  const meant = functions && closestName(text, [...functions.keys()]);
  if (meant !== undefined && !existsSync(text)) {
    throw new UsageError(`"${text}" is neither a function of the release file nor a folder.`, {
      code: 'SOURCE_MISSING',
      suggestions: [`Did you mean ${meant}?`],
    });
  }
  return {name: path.basename(path.resolve(text)), source: text};
}

function toOutFile(name: string, out: string | undefined): string {
  const fileName = `${name}.zip`;
  if (out === undefined) return fileName;
  return statSync(out, {throwIfNoEntry: false})?.isDirectory() ? path.join(out, fileName) : out;
}

function requireDistinctFiles(targets: readonly PackageTarget[]): void {
  const taken = new Map<string, PackageTarget>();
  for (const target of targets) {
    const other = taken.get(target.file);
    if (other) {
      throw new UsageError(`${other.source} and ${target.source} would both be written to ${target.file}.`, {
        code: 'OUT_AMBIGUOUS',
        suggestions: ['Give --out an existing folder, and package folders of the same name one at a time.'],
      });
    }
    taken.set(target.file, target);
  }
}
