import {readFileSync} from 'node:fs';
import {formatBytes} from '../../model/byte-size.js';
import {productionLine} from '../../model/layer/install-line.js';
import {someNames} from '../../model/text/some-names.js';
import {nodeToolOf} from '../layer/lock/node-tool.js';
import {findLockPackages} from '../layer/npm-project.js';
import type {SourceFile} from '../source/source-file.js';
import {heaviestParts, type PackagePart, partOf} from './heaviest-parts.js';
import {absentPythonWarning} from './python-dependencies.js';

/** What speaks against the dependencies of a package: some that it asks for are absent, and some are there that nothing needs. */
export interface DependencyFindings {
  /** npm packages that are there for development only, by the lockfile; the heaviest first. */
  readonly devDependencies: readonly PackagePart[];
  readonly warnings: readonly {readonly code: string; readonly message: string}[];
}

interface Where {
  readonly sourceDir: string;
  readonly runtime?: string | undefined;
  /** Not empty when dependencies are in a layer. */
  readonly takenOut?: ReadonlySet<string> | undefined;
}

const NAMED = 5;
const MANIFEST = 'package.json';
const CODE = /\.[cm]?[jt]sx?$/;
const INSTALLED = /(?:^|\/)node_modules\//;
/** What a bundler leaves of an import ends in code and not in a name: only handwritten code is as small as this. */
const MOST_CODE_BYTES = 1_048_576;

/** Compares what is in a package with its package.json and its lockfile. Reads what of the package imports modules only where some are absent. */
export function inspectDependencies(files: readonly SourceFile[], where: Where): DependencyFindings {
  const devDependencies = devDependenciesIn(files, where.sourceDir);
  return {
    devDependencies,
    warnings: [
      ...devWarning(devDependencies, files),
      ...absentWarning(files, where),
      ...absentPythonWarning(files, where),
    ],
  };
}

function devDependenciesIn(files: readonly SourceFile[], sourceDir: string): readonly PackagePart[] {
  const modules = files.filter(({zipPath}) => zipPath.startsWith('node_modules/'));
  const lock = modules.length === 0 ? undefined : findLockPackages(sourceDir);
  if (!lock) return [];
  const isDev = ({zipPath}: SourceFile) => {
    const at = zipPath.lastIndexOf('node_modules/');
    return lock.get(`${zipPath.slice(0, at)}node_modules/${partOf(zipPath)}`)?.dev === true;
  };
  return heaviestParts(modules.filter(isDev));
}

function devWarning(parts: readonly PackagePart[], files: readonly SourceFile[]): DependencyFindings['warnings'] {
  if (parts.length === 0) return [];
  const sum = (sizes: readonly number[]) => formatBytes(sizes.reduce((total, size) => total + size, 0));
  const bytes = sum(parts.map(({unzippedBytes}) => unzippedBytes));
  const names = parts.map(({name}) => name);
  const message = `${bytes} of ${sum(files.map((file) => file.bytes))} are for development only, by the lockfile: ${someNames(names, NAMED)}. Without them: npm ci --omit=dev`;
  return [{code: 'DEV_DEPENDENCIES_PACKAGED', message}];
}

function absentWarning(files: readonly SourceFile[], where: Where): DependencyFindings['warnings'] {
  const manifest = files.find(({zipPath}) => zipPath === MANIFEST);
  if (!manifest || (where.takenOut?.size ?? 0) > 0) return [];
  const there = new Set(files.flatMap(({zipPath}) => (INSTALLED.test(zipPath) ? [partOf(zipPath)] : [])));
  const absent = dependenciesOf(manifest.absolutePath).filter((name) => !there.has(name) && !isBuiltIn(name, where));
  const asked = absent.length === 0 ? [] : importedBy(files, absent);
  if (asked.length === 0) return [];
  const message = `The code asks for ${someNames(asked, NAMED)}, and the package has no node_modules/${asked[0]}: install the dependencies into ${where.sourceDir} (${howToInstall(where.sourceDir)}), bundle the handler, or put them into a layer (--layer dependencies).`;
  return [{code: 'DEPENDENCIES_NOT_PACKAGED', message}];
}

function howToInstall(sourceDir: string): string {
  const tool = nodeToolOf(sourceDir);
  const nested = tool === 'npm' ? '; a workspace: npm install --install-strategy=nested' : '';
  return `${productionLine(tool)}${nested}`;
}

/** Node.js 18 and newer have the SDK (LDG "Runtime-included SDK versions"); older runtimes are gone. */
function isBuiltIn(name: string, {runtime}: Where): boolean {
  return /^@(?:aws-sdk|smithy)\//.test(name) && (runtime === undefined || runtime.startsWith('nodejs'));
}

function importedBy(files: readonly SourceFile[], names: readonly string[]): readonly string[] {
  const code = files.filter(
    ({zipPath, bytes, link}) =>
      CODE.test(zipPath) && !INSTALLED.test(zipPath) && bytes <= MOST_CODE_BYTES && link === undefined,
  );
  const missing = new Set(names);
  const found = new Set<string>();
  for (const {absolutePath} of code) {
    if (missing.size === 0) break;
    for (const [, name = ''] of textOf(absolutePath).matchAll(
      /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["']((?:@[^/"']+\/)?[^/"']+)/g,
    )) {
      if (missing.delete(name)) found.add(name);
    }
  }
  return names.filter((name) => found.has(name));
}

function dependenciesOf(manifest: string): readonly string[] {
  let content: unknown;
  try {
    content = JSON.parse(textOf(manifest).replace(/^\uFEFF/, ''));
  } catch {
    // Not ours to judge: Node reads it, or fails by itself.
    return [];
  }
  if (typeof content !== 'object' || content === null || !('dependencies' in content)) return [];
  return Object.keys(content.dependencies ?? {});
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Packing it comes next, and says what is wrong with it.
    return '';
  }
}
