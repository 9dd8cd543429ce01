import {existsSync, realpathSync} from 'node:fs';
import path from 'node:path';
import {closestName} from '../../config/closest-name.js';
import {sourceOf} from '../../config/code-of.js';
import {keysOf, nameOnAws} from '../../config/function-names.js';
import type {FunctionSettings, ReleaseFile} from '../../config/release-file.js';
import {UsageError} from '../../errors.js';
import {isArchive} from '../../model/source/is-archive.js';
import {statOf} from '../../package/write-package-file.js';

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
 * the file. `out` is a zip, or a folder: one that is there, or that ends in a slash, or for several packages. Throws
 * UsageError when there is nothing to pack, an argument is neither, or two packages would be written to one file.
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
      : [...(functions ?? [])].map(([name, settings]) => toFunction(name, settings));
  if (sources.length === 0) {
    throw new UsageError('Nothing is named to package, and there is no release file here.', {
      code: 'SOURCE_MISSING',
      suggestions: ['Name a folder: lambda-release package dist', 'Or name a release file with --config.'],
    });
  }
  const isFolder = out !== undefined && isOutFolder(out, sources.length);
  const targets = sources.map((source) => ({...source, file: toOutFile(source.name, out, isFolder)}));
  requireDistinctFiles(targets);
  return targets;
}

/** Where the layer of a package is written: `checkout.zip` and `checkout.layer.zip`. */
export function layerFileOf(file: string): string {
  return `${file.replace(/\.zip$/, '')}.layer.zip`;
}

type Functions = ReleaseFile['functions'];

function toSource(text: string, functions: Functions | undefined): Omit<PackageTarget, 'file'> {
  const onAws = nameOnAws(text, functions);
  const settings = functions?.get(onAws);
  if (settings) return toFunction(onAws, settings);
  const meant = functions && closestName(text, keysOf(functions));
  if (meant !== undefined && !existsSync(text)) {
    throw new UsageError(`"${text}" is neither a function of the release file nor a folder.`, {
      code: 'SOURCE_MISSING',
      suggestions: [`Did you mean ${meant}?`],
    });
  }
  const name = path.basename(path.resolve(text));
  return {name: isArchive(name) ? path.parse(name).name : name, source: text};
}

/** By how the file calls it: what is packed is for all of its environments. */
function toFunction(onAws: string, settings: FunctionSettings): Omit<PackageTarget, 'file'> {
  return {name: settings.key ?? onAws, source: sourceOf(settings.key ?? onAws, settings), settings};
}

/** A folder that is there, or what can only be meant as one: whether it can be written to is seen with each file. */
export function isOutFolder(out: string, packages: number): boolean {
  if (/[/\\]$/.test(out) || (packages > 1 && !out.endsWith('.zip'))) return true;
  return statOf(out)?.isDirectory() === true;
}

function toOutFile(name: string, out: string | undefined, isFolder: boolean): string {
  const fileName = `${name}.zip`;
  if (out === undefined) return fileName;
  return isFolder ? path.join(out, fileName) : out;
}

/**
 * Throws UsageError when two things that are to be written, each told by what it is, would be written to one file, by another path or a
 * link perhaps: the second would replace the first. Into a device both can be written.
 */
export function requireDistinctOutputs(outputs: readonly {readonly what: string; readonly file: string}[]): void {
  const taken = new Map<string, string>();
  for (const {what, file} of outputs) {
    const stats = statOf(file);
    if (stats && !stats.isFile()) continue;
    const place = stats ? realpathSync(file) : path.resolve(file);
    const other = taken.get(place);
    if (other !== undefined) {
      throw new UsageError(`${other} and ${what} would both be written to ${file}.`, {
        code: 'OUT_AMBIGUOUS',
        suggestions: ['Name another file for one of them.'],
        details: {path: file},
      });
    }
    taken.set(place, what);
  }
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
