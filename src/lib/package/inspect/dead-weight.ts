import {platformOf} from '../platform-path.js';
import type {SourceFile} from '../source/source-file.js';

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
  let folder = folderOf('', sdks);
  for (const {zipPath, bytes} of files) {
    const end = zipPath.lastIndexOf('/') + 1;
    // Files come folder by folder.
    if (end !== folder.path.length || !zipPath.startsWith(folder.path)) folder = folderOf(zipPath.slice(0, end), sdks);
    const kind = kindOf(zipPath, zipPath.slice(end), folder, platform);
    if (!kind) continue;
    const sum = found.get(kind) ?? {files: 0, unzippedBytes: 0};
    sum.files += 1;
    sum.unzippedBytes += bytes;
    found.set(kind, sum);
  }
  return [...found]
    .map(([kind, sum]) => ({kind, ...sum, rules: rulesFor(kind, platform)}))
    .sort((a, b) => b.unzippedBytes - a.unzippedBytes || (a.kind < b.kind ? -1 : 1));
}

/** What a folder says of the files in it. */
interface Folder {
  /** With a slash at its end; empty for the package itself. */
  readonly path: string;
  readonly isInstalled: boolean;
  readonly isSdk: boolean;
  readonly isTests: boolean;
  readonly isDocs: boolean;
}

function folderOf(path: string, sdks: readonly string[]): Folder {
  const at = path.lastIndexOf(MODULES);
  const names = at < 0 ? [] : path.slice(at + MODULES.length).split('/');
  // The first name is that of the package itself, or its scope.
  const inPackage = names.slice(names[0]?.startsWith('@') ? 2 : 1, -1);
  return {
    path,
    isInstalled: at >= 0,
    isSdk: sdks.some((sdk) => path.startsWith(sdk)),
    isTests: inPackage.some((name) => TEST_FOLDERS.has(name)),
    isDocs: inPackage[0] === 'docs',
  };
}

function kindOf(zipPath: string, name: string, folder: Folder, platform: FunctionPlatform): DeadKind | undefined {
  if (folder.isSdk) return 'AWS SDK of the runtime';
  if (isForOthers(zipPath, name, platform)) return 'other platforms';
  if (name.endsWith('.map') && SOURCE_MAP.test(name)) return 'source maps';
  if (!folder.isInstalled) return undefined;
  if (name.endsWith('ts') && DECLARATIONS.test(name)) return 'type declarations';
  if (folder.isTests) return 'tests';
  // Licences stay: most of them ask to be passed on.
  const isText = folder.isDocs || name.endsWith('.md') || name.startsWith('CHANGELOG');
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
  const {system, machine, otherLinux} = platformOf(zipPath);
  if (system === undefined) return false;
  return (
    system === 'other' ||
    otherLinux !== undefined ||
    (architecture !== undefined && machine !== undefined && machine !== architecture)
  );
}

function rulesFor(kind: DeadKind, platform: FunctionPlatform): readonly string[] {
  if (kind === 'AWS SDK of the runtime') return sdkFolders(platform);
  return kind === 'other platforms' ? [] : RULES[kind];
}
