import type {LockedDistribution, LockedRequirement, PythonLock} from './lock/python-lock.js';
import {isPatchAlone, judgeMarker, type MarkerJudgement, type PythonPlatform} from './marker/judge-marker.js';
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

/** A condition that only the function's platform decides, as far as it is known. */
export interface UndecidedMarker {
  readonly name: string;
  readonly marker: string;
  /** Variables of the marker (PEP 508). */
  readonly unknown: readonly string[];
}

export interface PythonClosure {
  readonly distributions: readonly PythonDistribution[];
  /** What is asked for and not installed, or installed in another version, a sentence each. */
  readonly problems: readonly string[];
  /** Of a lockfile: what may be needed and may be not. */
  readonly undecided: readonly UndecidedMarker[];
}

/** Where to look, and for which platform. */
export interface ClosureOptions {
  /** By the normalized name: what is excluded is not asked for. */
  readonly isExcluded?: (name: string) => boolean;
  readonly platform?: PythonPlatform;
  /** Without one the metadata of what is installed says what needs what. */
  readonly lock?: PythonLock | undefined;
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
 * The distributions that requirements lead to, with everything those need, for the platform of a function. With a lockfile it decides
 * what needs what and in which version, and a condition that cannot be decided is told; what only the patch of Python decides is taken where it is installed. Without one, a condition that
 * cannot be decided holds for what is installed, for pip has judged it. Versions are compared as PEP 440 says.
 */
export function pythonClosure(
  requirements: readonly LockedRequirement[],
  installed: readonly PythonDistribution[],
  options: ClosureOptions = {},
): PythonClosure {
  const walk = new ClosureWalk(installed, options);
  walk.follow(requirements.map((requirement) => ({requirement, by: ASKED, extra: ''})));
  return walk.result();
}

/** A requirement, who asks for it, and for which of its extras. */
interface Asked {
  readonly requirement: LockedRequirement;
  readonly by: string;
  readonly extra: string;
}

class ClosureWalk {
  readonly #installed: ReadonlyMap<string, PythonDistribution>;
  readonly #lock: PythonLock | undefined;
  readonly #platform: PythonPlatform;
  readonly #isExcluded: (name: string) => boolean;
  readonly #reached = new Map<string, PythonDistribution>();
  readonly #problems = new Set<string>();
  readonly #undecided = new Map<string, UndecidedMarker>();
  /** Names with one of their extras or none, whose own requirements have been followed. */
  readonly #followed = new Set<string>();

  constructor(
    installed: readonly PythonDistribution[],
    {isExcluded = () => false, platform = {}, lock}: ClosureOptions,
  ) {
    this.#installed = new Map(installed.map((distribution) => [normalizeName(distribution.name), distribution]));
    this.#isExcluded = isExcluded;
    this.#platform = platform;
    this.#lock = lock;
  }

  follow(asked: readonly Asked[]): void {
    const pending = [...asked];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (!this.#isExcluded(next.requirement.name)) pending.push(...this.#take(next));
    }
  }

  result(): PythonClosure {
    return {
      distributions: [...this.#reached].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, distribution]) => distribution),
      problems: [...this.#problems].sort(),
      undecided: [...this.#undecided.values()],
    };
  }

  /** What is needed for what is asked for, when that is needed itself. */
  #take(asked: Asked): readonly Asked[] {
    const {requirement, extra} = asked;
    const {name, marker} = requirement;
    const holds = marker === undefined || judgeMarker(marker, this.#platform, extra);
    if (holds === false) return [];
    if (this.#lock !== undefined && marker !== undefined && holds !== true && !this.#isSpare(name, holds)) {
      this.#undecided.set(`${name}\n${marker}`, {name, marker, unknown: [...holds.unknown]});
      return [];
    }
    return this.#lock === undefined ? this.#takeInstalled(asked, holds === true) : this.#takeLocked(this.#lock, asked);
  }

  /** Lambda's patch may be older than that of whoever installed, or newer: then one package more does no harm, and one less does. */
  #isSpare(name: string, judgement: Exclude<MarkerJudgement, boolean>): boolean {
    return this.#installed.has(name) && isPatchAlone(judgement, this.#platform);
  }

  #takeInstalled({requirement, by}: Asked, isSure: boolean): readonly Asked[] {
    const {name, versions} = requirement;
    const distribution = this.#installed.get(name);
    if (distribution === undefined) {
      if (isSure) this.#problems.add(`${name}, asked for by ${by}: not installed`);
      return [];
    }
    // What a package says of others can be overridden, and is: only an exact version of theirs is taken at its word.
    const isCompared = by === ASKED || versions?.startsWith('==') === true;
    if (isCompared && isSure && !allowsVersion(requirement, distribution.version)) {
      this.#problems.add(`${name}: ${distribution.version} is installed, and ${versions} is asked for by ${by}`);
    }
    this.#reached.set(name, distribution);
    return this.#needsOf(requirement, distribution.name, (extra) => toAsked(distribution.requires, extra));
  }

  #takeLocked(lock: PythonLock, {requirement, by}: Asked): readonly Asked[] {
    const {name} = requirement;
    const locked = lock.packages.get(name);
    if (locked === undefined) {
      // A lockfile that says only what there is, has left out on purpose what is not in it.
      if (by === ASKED || lock.tool !== 'pipenv')
        this.#problems.add(`${name}, asked for by ${by}: not in the lockfile`);
      return [];
    }
    const candidates = this.#candidates(locked, requirement);
    const [first] = candidates;
    if (first === undefined) return [];
    if (first.isVirtual) return this.#needsOf(requirement, name, (extra) => lockedNeeds(first, extra));
    const distribution = this.#installed.get(name);
    const answer = candidates.find(
      ({version}) =>
        distribution !== undefined &&
        (version === undefined || allowsVersion({...requirement, versions: `==${version}`}, distribution.version)),
    );
    if (distribution === undefined) {
      this.#problems.add(`${name}, asked for by ${by}: not installed`);
      return [];
    }
    if (answer === undefined) {
      const versions = candidates.map(({version}) => version).join(' or ');
      this.#problems.add(`${name}: ${distribution.version} is installed, the lockfile has ${versions}`);
      return [];
    }
    this.#reached.set(name, distribution);
    return this.#needsOf(requirement, distribution.name, (extra) =>
      answer.requires === undefined ? toAsked(distribution.requires, extra) : lockedNeeds(answer, extra),
    );
  }

  /** Those that may answer on this platform; of several, those of the version that is asked for. */
  #candidates(
    locked: readonly LockedDistribution[],
    {lockedVersion, ...requirement}: LockedRequirement,
  ): readonly LockedDistribution[] {
    const here = locked.filter(
      ({version, marker}) =>
        (lockedVersion === undefined || version === lockedVersion) &&
        (marker === undefined || judgeMarker(marker, this.#platform) !== false),
    );
    const allowed = here.filter(({version}) => version === undefined || allowsVersion(requirement, version));
    return allowed.length > 0 ? allowed : here;
  }

  #needsOf(
    {name, extras}: PythonRequirement,
    by: string,
    needs: (extra: string) => readonly Omit<Asked, 'by'>[],
  ): readonly Asked[] {
    return ['', ...extras].flatMap((extra) => {
      const key = `${name}[${extra}]`;
      if (this.#followed.has(key)) return [];
      this.#followed.add(key);
      return needs(extra).map((each) => ({...each, by}));
    });
  }
}

function toAsked(requires: readonly LockedRequirement[], extra: string): readonly Omit<Asked, 'by'>[] {
  return requires.map((requirement) => ({requirement, extra}));
}

function lockedNeeds({requires = [], extras}: LockedDistribution, extra: string): readonly Omit<Asked, 'by'>[] {
  return [...toAsked(requires, extra), ...toAsked(extras?.get(extra) ?? [], '')];
}
