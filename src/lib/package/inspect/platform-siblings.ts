import {readFileSync} from 'node:fs';
import {platformOf} from '../platform-path.js';
import type {SourceFile} from '../source/source-file.js';

export const ARCHITECTURES = ['x86_64', 'arm64'] as const;

const MODULES = 'node_modules/';
const MANIFEST = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/;

/**
 * Of packages that are one of several for different platforms (`@x/darwin-arm64`), the architectures of Lambda for which the package
 * that asks for them names another one (`@x/linux-x64`) that is not there. By package name; asked only of `suspects`, since every
 * package.json is read for it.
 */
export function missingSiblings(
  files: readonly SourceFile[],
  suspects: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const named = new Set([...suspects].filter((name) => platformOf(MODULES + name).system !== undefined));
  const missing = new Map<string, readonly string[]>();
  if (named.size === 0) return missing;
  const manifests = files.filter(({zipPath}) => MANIFEST.test(zipPath) || zipPath === 'package.json');
  const there = new Set(manifests.flatMap(({zipPath}) => MANIFEST.exec(zipPath)?.[1] ?? []));
  for (const {absolutePath} of manifests) {
    const optional = optionalDependencies(absolutePath);
    for (const name of optional.filter((each) => named.has(each))) {
      const {family} = platformOf(name);
      const siblings = optional.filter((each) => platformOf(each).family === family);
      const lacking = ARCHITECTURES.filter((architecture) => {
        const fitting = siblings.filter((each) => isFor(each, architecture));
        return fitting.length > 0 && !fitting.some((each) => there.has(each));
      });
      missing.set(name, lacking);
    }
  }
  return missing;
}

/** Whether the name of a package says that it is for Lambda's Linux on an architecture. */
export function isFor(name: string, architecture: string): boolean {
  const {system, machine, otherLinux} = platformOf(name);
  return system === 'linux' && otherLinux === undefined && (machine === undefined || machine === architecture);
}

function optionalDependencies(manifest: string): readonly string[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(manifest, 'utf8'));
  } catch {
    // No manifest that npm could read: it asks for nothing.
    return [];
  }
  if (typeof content !== 'object' || content === null || !('optionalDependencies' in content)) return [];
  return Object.keys(content.optionalDependencies ?? {});
}
