import {allowsVersion, normalizeName, type PythonRequirement, parseRequirement} from './requirement.js';

/** A distribution as its .dist-info folder tells of it. */
export interface PythonDistribution {
  /** As it is written in its metadata. */
  readonly name: string;
  readonly version: string;
  readonly requires: readonly PythonRequirement[];
  /** Folder name: `requests-2.32.3.dist-info`. */
  readonly infoFolder: string;
}

export interface PythonClosure {
  readonly distributions: readonly PythonDistribution[];
  /** What is asked for and not installed, or installed in another version, a sentence each. */
  readonly problems: readonly string[];
}

const ASKED = 'the requirements';

/** Reads the METADATA file of a .dist-info folder (core metadata specification); `undefined` without name and version. */
export function parseMetadata(text: string, infoFolder: string): PythonDistribution | undefined {
  // Headers end at the first empty line; the description follows.
  const [headers = ''] = text.split(/\r?\n\r?\n/, 1);
  const valuesOf = (field: string) =>
    [...headers.matchAll(new RegExp(`^${field}:[ \\t]*(.*)$`, 'gim'))].map(([, value = '']) => value.trim());
  const [name] = valuesOf('Name');
  const [version] = valuesOf('Version');
  if (!name || !version) return undefined;
  const requires = valuesOf('Requires-Dist').flatMap((value) => parseRequirement(value) ?? []);
  return {name, version, requires, infoFolder};
}

/**
 * The distributions that requirements lead to, with everything those need. A requirement under a condition counts when it is
 * installed, for pip has judged it; one for an extra counts when the extra is asked for. Versions are
 * compared as PEP 440 says. What is excluded is not asked for, by its normalized name.
 */
export function pythonClosure(
  requirements: readonly PythonRequirement[],
  installed: readonly PythonDistribution[],
  isExcluded: (name: string) => boolean = () => false,
): PythonClosure {
  const byName = new Map(installed.map((distribution) => [normalizeName(distribution.name), distribution]));
  const reached = new Map<string, PythonDistribution>();
  const problems = new Set<string>();
  const seen = new Set<string>();
  const pending = requirements.map((requirement) => ({requirement, by: ASKED}));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const {requirement, by} = next;
    if (isExcluded(requirement.name)) continue;
    const distribution = byName.get(requirement.name);
    if (distribution === undefined) {
      if (!requirement.isConditional) problems.add(`${requirement.name}, asked for by ${by}: not installed`);
      continue;
    }
    // What a package says of others can be overridden, and is: only an exact version of theirs is taken at its word.
    const isCompared = by === ASKED || requirement.versions?.startsWith('==') === true;
    if (isCompared && !requirement.isConditional && !allowsVersion(requirement, distribution.version)) {
      problems.add(
        `${requirement.name}: ${distribution.version} is installed, and ${requirement.versions} is asked for by ${by}`,
      );
    }
    reached.set(requirement.name, distribution);
    for (const extra of [undefined, ...requirement.extras]) {
      const key = `${requirement.name}[${extra ?? ''}]`;
      if (seen.has(key)) continue;
      seen.add(key);
      const needed = distribution.requires.filter(({forExtras}) =>
        extra === undefined ? forExtras === undefined : forExtras?.includes(extra),
      );
      pending.push(...needed.map((each) => ({requirement: each, by: distribution.name})));
    }
  }
  return {
    distributions: [...reached].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, distribution]) => distribution),
    problems: [...problems].sort(),
  };
}
