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

/** Kinds of files the function does not need, the heaviest first. Told from the paths alone: nothing is read. */
export function deadWeight(files: readonly SourceFile[], platform: FunctionPlatform): readonly DeadWeight[] {
  const found = new Map<DeadKind, {files: number; unzippedBytes: number}>();
  for (const {zipPath, bytes} of files) {
    const kind = kindOf(zipPath, platform);
    if (!kind) continue;
    const sum = found.get(kind) ?? {files: 0, unzippedBytes: 0};
    found.set(kind, {files: sum.files + 1, unzippedBytes: sum.unzippedBytes + bytes});
  }
  return [...found]
    .map(([kind, sum]) => ({kind, ...sum, rules: rulesFor(kind, platform)}))
    .sort((a, b) => b.unzippedBytes - a.unzippedBytes || (a.kind < b.kind ? -1 : 1));
}

function kindOf(zipPath: string, platform: FunctionPlatform): DeadKind | undefined {
  if (sdkFolders(platform).some((folder) => zipPath.startsWith(folder))) return 'AWS SDK of the runtime';
  if (isForOthers(zipPath, platform)) return 'other platforms';
  if (/\.(m?js|cjs|css)\.map$/.test(zipPath)) return 'source maps';
  if (!/(^|\/)node_modules\//.test(zipPath)) return undefined;
  if (/\.d\.[mc]?ts$/.test(zipPath)) return 'type declarations';
  const inPackage = zipPath.slice(zipPath.lastIndexOf('node_modules/') + 13);
  if (/^(@[^/]+\/)?[^/]+\/(.*\/)?(test|tests|__tests__)\//.test(inPackage)) return 'tests';
  // Licences stay: most of them ask to be passed on.
  if (
    /^(@[^/]+\/)?[^/]+\/docs\/|\.(md|markdown)$|\/CHANGELOG[^/]*$/i.test(inPackage) &&
    !/licen[cs]e|notice/i.test(inPackage)
  ) {
    return 'documentation';
  }
  return undefined;
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

function isForOthers(zipPath: string, {architecture}: FunctionPlatform): boolean {
  if (!/\.(node|so(\.\d+)*|dylib|dll|exe)$/.test(zipPath)) return false;
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
