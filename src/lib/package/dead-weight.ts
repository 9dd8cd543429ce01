import {platformOf} from './platform-path.js';
import type {SourceFile} from './source-file.js';

/** Files of one kind that the function does not need to run. */
export interface DeadWeight {
  readonly kind: DeadKind;
  readonly files: number;
  readonly unzippedBytes: number;
  /** Lines for .lambdaignore that leave them out. */
  readonly rules: readonly string[];
}

export type DeadKind =
  | 'source maps'
  | 'type declarations'
  | 'tests'
  | 'documentation'
  | 'AWS SDK of the runtime'
  | 'other platforms';

interface FunctionPlatform {
  readonly runtime?: string | undefined;
  readonly architecture?: string | undefined;
}

const RULES: Readonly<Record<Exclude<DeadKind, 'AWS SDK of the runtime' | 'other platforms'>, readonly string[]>> = {
  'source maps': ['*.js.map', '*.mjs.map', '*.cjs.map', '*.css.map'],
  'type declarations': ['node_modules/**/*.d.ts', 'node_modules/**/*.d.mts', 'node_modules/**/*.d.cts'],
  tests: ['node_modules/**/test/', 'node_modules/**/tests/', 'node_modules/**/__tests__/'],
  documentation: ['node_modules/**/*.md', 'node_modules/**/docs/', 'node_modules/**/CHANGELOG*'],
};

const MODULES = 'node_modules/';
const SOURCE_MAP = /\.(m?js|cjs|css)\.map$/;
const DECLARATIONS = /\.d\.[mc]?ts$/;
const COMPILED = /\.(node|so(\.\d+)*|dylib|dll|exe)$/;
const TEST_FOLDERS = new Set(['test', 'tests', '__tests__']);

/** Kinds of files the function does not need, the heaviest first. Told from the paths alone: nothing is read. */
export function deadWeight(files: readonly SourceFile[], platform: FunctionPlatform): readonly DeadWeight[] {
  const found = new Map<DeadKind, {files: number; unzippedBytes: number}>();
  const sdks = sdkFolders(platform);
  for (const {zipPath, bytes} of files) {
    const kind = kindOf(zipPath, sdks, platform);
    if (!kind) continue;
    const sum = found.get(kind) ?? {files: 0, unzippedBytes: 0};
    found.set(kind, {files: sum.files + 1, unzippedBytes: sum.unzippedBytes + bytes});
  }
  return [...found]
    .map(([kind, sum]) => ({kind, ...sum, rules: rulesFor(kind, platform)}))
    .sort((a, b) => b.unzippedBytes - a.unzippedBytes || (a.kind < b.kind ? -1 : 1));
}

function kindOf(zipPath: string, sdks: readonly string[], platform: FunctionPlatform): DeadKind | undefined {
  if (sdks.some((folder) => zipPath.startsWith(folder))) return 'AWS SDK of the runtime';
  const name = zipPath.slice(zipPath.lastIndexOf('/') + 1);
  if (isForOthers(zipPath, name, platform)) return 'other platforms';
  if (name.endsWith('.map') && SOURCE_MAP.test(name)) return 'source maps';
  const at = zipPath.lastIndexOf(MODULES);
  if (at < 0) return undefined;
  if (name.endsWith('ts') && DECLARATIONS.test(name)) return 'type declarations';
  const folders = zipPath.slice(at + MODULES.length).split('/');
  // The first folder is the package itself, or its scope.
  const inPackage = folders.slice(folders[0]?.startsWith('@') ? 2 : 1, -1);
  if (inPackage.some((folder) => TEST_FOLDERS.has(folder))) return 'tests';
  // Licences stay: most of them ask to be passed on.
  const isText = inPackage[0] === 'docs' || name.endsWith('.md') || name.startsWith('CHANGELOG');
  return isText && !/licen[cs]e|notice/i.test(name) ? 'documentation' : undefined;
}

/**
 * Folders of SDKs that the runtime brings along (Lambda Developer Guide, "Runtime-included SDK versions"): Node.js 16 and older
 * have v2, 18 and newer v3; Python has boto3. Node.js 18 or newer where the runtime is not known: older ones are deprecated.
 */
function sdkFolders({runtime}: FunctionPlatform): readonly string[] {
  const node = /^nodejs(\d+)/.exec(runtime ?? 'nodejs18.x')?.[1];
  if (node !== undefined) {
    return Number(node) < 18 ? ['node_modules/aws-sdk/'] : ['node_modules/@aws-sdk/', 'node_modules/@smithy/'];
  }
  return runtime?.startsWith('python') ? ['boto3/', 'botocore/', 's3transfer/'] : [];
}

function isForOthers(zipPath: string, name: string, {architecture}: FunctionPlatform): boolean {
  if (!COMPILED.test(name)) return false;
  const {system, machine, isMusl} = platformOf(zipPath);
  if (system === undefined) return false;
  return (
    system === 'other' || isMusl || (architecture !== undefined && machine !== undefined && machine !== architecture)
  );
}

function rulesFor(kind: DeadKind, platform: FunctionPlatform): readonly string[] {
  if (kind === 'AWS SDK of the runtime') return sdkFolders(platform);
  return kind === 'other platforms' ? [] : RULES[kind];
}
