import {readFileSync} from 'node:fs';
import path from 'node:path';
import {UsageError} from '../../../errors.js';
import {unreadable} from '../../source/source-error.js';

type Asked = Readonly<Record<string, string>>;

/** A package.json, as far as a layer needs it (npm docs, "package.json"). */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Asked;
  readonly optionalDependencies?: Asked;
  readonly peerDependencies?: Asked;
  /** yarn: versions that are taken instead of those asked for. */
  readonly resolutions?: Asked;
  /** Names of what it brings along itself, in its own node_modules; `true` is all it depends on. */
  readonly bundleDependencies?: readonly string[] | boolean;
  /** The same, as it is also written. */
  readonly bundledDependencies?: readonly string[] | boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

/** What a project asks for at run time, by name; what it asks for optionally counts as optional alone. */
export interface AskedFor {
  readonly name: string;
  readonly range: string;
  readonly isOptional: boolean;
}

/** Reads a project's package.json. Throws UsageError naming it when it cannot be read. */
export function readManifest(folder: string): Manifest {
  const file = path.join(folder, 'package.json');
  const text = readProjectText(file);
  try {
    return JSON.parse(text) as Manifest;
  } catch (error) {
    throw new UsageError(`${file} is not JSON.`, {
      code: 'MANIFEST_INVALID',
      suggestions: [
        `Mend it; where it breaks off: node -e "JSON.parse(require('fs').readFileSync('package.json', 'utf8'))" (in ${folder})`,
      ],
      details: {file},
      cause: error,
    });
  }
}

/** Reads the package.json of an installed package; an empty one when it is cut off: as wrong as another version, and mended the same way. */
export function installedManifest(folder: string): Manifest {
  const text = readProjectText(path.join(folder, 'package.json'));
  try {
    return JSON.parse(text) as Manifest;
  } catch {
    return {};
  }
}

/** The run-time dependencies of a manifest, by name. */
export function askedFor({dependencies = {}, optionalDependencies = {}}: Manifest): readonly AskedFor[] {
  const optional = Object.entries(optionalDependencies);
  const required = Object.entries(dependencies).filter(([name]) => !Object.hasOwn(optionalDependencies, name));
  return [
    ...required.map(([name, range]) => ({name, range, isOptional: false})),
    ...optional.map(([name, range]) => ({name, range, isOptional: true})),
  ];
}

/** The text of a file that npm writes. Throws UsageError naming it when it cannot be read. */
export function readProjectText(file: string): string {
  try {
    // npm passes over a byte order mark, which JSON.parse refuses.
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw unreadable(file, error);
  }
}
