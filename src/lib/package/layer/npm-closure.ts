import type {LockEntry, LockPackages} from './npm-lock.js';

/** A package as npm has installed it: one place, one version. */
export interface NpmInstance {
  /** Its key in the lockfile: `node_modules/a/node_modules/b`. */
  readonly lockPath: string;
  /** The name it is asked for by, which for an alias is not its own. */
  readonly name: string;
  readonly version?: string;
  /** Where its files are: `lockPath`, or for a link the folder it leads to. Relative to the lockfile's folder. */
  readonly folder: string;
  /** Reached through optional dependencies only: npm may have done without it. */
  readonly isOptional: boolean;
  /** Links decide what it finds, as in pnpm's node_modules: it has no place of its own that a layer could keep. */
  readonly isLinked?: boolean;
  /** What it asks for, by name, as the lockfile path that answers. */
  readonly dependencies: ReadonlyMap<string, string>;
}

export interface NpmClosure {
  /** Every package that is reached, by lockfile path. */
  readonly instances: ReadonlyMap<string, NpmInstance>;
  /** What the project itself asks for, by name. */
  readonly roots: ReadonlyMap<string, string>;
  /** Optional packages for another platform than Lambda's, as lockfile paths. */
  readonly foreign: readonly string[];
  /** What is asked for and not in the lockfile, as `a, asked for by b`. */
  readonly unresolved: readonly string[];
}

export interface ClosureRequest {
  readonly packages: LockPackages;
  /** The project, as its key in the lockfile. */
  readonly location: string;
  /** Names of the project's dependencies to start from; all of them when absent. */
  readonly include?: readonly string[] | undefined;
  /** Names of packages to do without, which the runtime brings, with what only they need. */
  readonly isExcluded?: (name: string) => boolean;
  /** Optional packages to do without, as lockfile paths. */
  readonly without?: ReadonlySet<string>;
  /** `x86_64` or `arm64`; packages are not told apart by processor when it is absent. */
  readonly architecture?: string | undefined;
}

interface Edge {
  readonly name: string;
  readonly kind: 'required' | 'optional' | 'peer';
}

/**
 * The production dependencies of a project with everything they need, as Node would resolve it in the tree the lockfile
 * describes. `devDependencies` are never followed. A peer dependency counts when npm would install it, so not when it is optional;
 * an optional one for another platform than Lambda's (linux, glibc, the architecture) is left out.
 */
export function npmClosure(request: ClosureRequest): NpmClosure {
  const walk = new ClosureWalk(request);
  const roots = walk.reach(request.location, request.include);
  const required = walk.required();
  const instances = new Map<string, NpmInstance>();
  for (const [lockPath, dependencies] of walk.reached) {
    const {version} = walk.entryOf(lockPath);
    instances.set(lockPath, {
      lockPath,
      name: nameOf(lockPath),
      ...(version !== undefined && {version}),
      folder: walk.folderOf(lockPath),
      isOptional: !required.has(lockPath),
      dependencies,
    });
  }
  return {instances, roots, foreign: [...walk.foreign].sort(), unresolved: [...walk.unresolved].sort()};
}

/** The name at the end of a lockfile path, with its scope. */
export function nameOf(lockPath: string): string {
  return lockPath.slice(lockPath.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

class ClosureWalk {
  readonly reached = new Map<string, ReadonlyMap<string, string>>();
  readonly foreign = new Set<string>();
  readonly unresolved = new Set<string>();
  readonly #request: ClosureRequest;
  /** What each asks for and cannot do without, as lockfile paths. */
  readonly #requires = new Map<string, string[]>();

  constructor(request: ClosureRequest) {
    this.#request = request;
  }

  /** Follows every edge of the project, then those of what they lead to. Returns the project's own. */
  reach(location: string, include: readonly string[] | undefined): ReadonlyMap<string, string> {
    const roots = this.#follow(location, this.#edges(location, include));
    const pending = [...roots.values()];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (this.reached.has(next)) continue;
      const dependencies = this.#follow(next, this.#edges(next));
      this.reached.set(next, dependencies);
      pending.push(...dependencies.values());
    }
    return roots;
  }

  /** What is reached without passing an optional dependency. */
  required(): ReadonlySet<string> {
    const required = new Set<string>();
    const pending = [...(this.#requires.get(this.#request.location) ?? [])];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (required.has(next)) continue;
      required.add(next);
      pending.push(...(this.#requires.get(next) ?? []));
    }
    return required;
  }

  entryOf(lockPath: string): LockEntry {
    const entry = this.#request.packages.get(lockPath) ?? {};
    // What a workspace asks for stands with its folder; the link under node_modules only leads there.
    return entry.link === true ? (this.#request.packages.get(entry.resolved ?? '') ?? {}) : entry;
  }

  folderOf(lockPath: string): string {
    const entry = this.#request.packages.get(lockPath);
    return entry?.link === true ? (entry.resolved ?? lockPath) : lockPath;
  }

  #edges(lockPath: string, include?: readonly string[]): Edge[] {
    const {
      dependencies = {},
      optionalDependencies = {},
      peerDependencies = {},
      peerDependenciesMeta,
    } = this.entryOf(lockPath);
    const edges: Edge[] = [
      ...Object.keys(optionalDependencies).map((name): Edge => ({name, kind: 'optional'})),
      // npm writes an optional dependency into both lists of some manifests: then it is optional.
      ...Object.keys(dependencies)
        .filter((name) => !Object.hasOwn(optionalDependencies, name))
        .map((name): Edge => ({name, kind: 'required'})),
      ...Object.keys(peerDependencies)
        .filter((name) => peerDependenciesMeta?.[name]?.optional !== true)
        .map((name): Edge => ({name, kind: 'peer'})),
    ];
    return include === undefined ? edges : edges.filter(({name}) => include.includes(name));
  }

  #follow(from: string, edges: readonly Edge[]): ReadonlyMap<string, string> {
    const {packages, without, isExcluded, architecture} = this.#request;
    const found = new Map<string, string>();
    const requires: string[] = [];
    for (const {name, kind} of edges) {
      if (isExcluded?.(name)) continue;
      const to = resolveInLock(packages, this.folderOf(from), name);
      if (to === undefined) {
        // Peers can be left uninstalled (--legacy-peer-deps), optional packages as well.
        if (kind === 'required') this.unresolved.add(`${name}, asked for by ${from === '' ? 'package.json' : from}`);
      } else if (kind === 'optional' && !runsOnLambda(this.entryOf(to), architecture)) {
        this.foreign.add(to);
      } else if (without?.has(to) !== true) {
        found.set(name, to);
        if (kind !== 'optional') requires.push(to);
      }
    }
    this.#requires.set(from, requires);
    return found;
  }
}

/** Node's search, upwards from a folder (Node.js docs, "Loading from node_modules folders"), over the paths of the lockfile. */
function resolveInLock(packages: LockPackages, folder: string, name: string): string | undefined {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const candidate = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages.has(candidate)) return candidate;
    if (at === '') return undefined;
  }
}

/** npm's words for what Lambda runs on: Amazon Linux with glibc, on the function's instruction set. */
const PROCESSORS: Readonly<Record<string, string>> = {x86_64: 'x64', arm64: 'arm64'};

/** Whether npm, pnpm and yarn would install a package for Lambda; whatever its processor when the architecture is not known. */
export function runsOnLambda(
  {os, cpu, libc}: {readonly [field in 'os' | 'cpu' | 'libc']?: readonly string[] | undefined},
  architecture: string | undefined,
): boolean {
  const processor = architecture === undefined ? undefined : PROCESSORS[architecture];
  return allows(os, 'linux') && allows(libc, 'glibc') && (processor === undefined || allows(cpu, processor));
}

/** npm's rule for `os`, `cpu` and `libc`: `!x` forbids x, and names without a mark allow only themselves. */
function allows(list: readonly string[] | string | undefined, value: string): boolean {
  const names = list === undefined ? [] : [list].flat();
  if (names.includes(`!${value}`)) return false;
  const allowed = names.filter((name) => !name.startsWith('!'));
  return allowed.length === 0 || allowed.includes(value) || allowed.includes('any');
}
