import type {NpmClosure, NpmInstance} from './npm-closure.js';

/**
 * Where each package stands in the layer: its path below the layer's `node_modules`' parent, `node_modules/a/node_modules/b`.
 * A package keeps the path npm gave it; of a workspace, `packages/api/node_modules/a` becomes `node_modules/a` and a link becomes
 * what it leads to. Where that would give a package another version than the lockfile does, it gets a copy of its own below it. In
 * the result every package finds exactly what it finds in the lockfile's tree, and nothing is needed outside.
 */
export function placeInLayer(closure: NpmClosure, location: string): ReadonlyMap<string, NpmInstance> {
  const placement = new Placement(closure, location);
  // Placing one package can stand in the way of another's search, so everything is looked at until nothing moves. It ends: a copy
  // is made only where no package above has the same name and version, and both are finite.
  for (let before = -1; before !== placement.size; ) {
    before = placement.size;
    placement.settle();
  }
  return placement.sorted();
}

class Placement {
  readonly #closure: NpmClosure;
  readonly #location: string;
  readonly #placed = new Map<string, NpmInstance>();
  /** Folders that links lead to, with the lockfile path of the link. */
  readonly #links: readonly (readonly [folder: string, lockPath: string])[];

  constructor(closure: NpmClosure, location: string) {
    this.#closure = closure;
    this.#location = location;
    this.#links = [...closure.instances.values()]
      .filter(({folder, lockPath}) => folder !== lockPath)
      .map(({folder, lockPath}) => [folder, lockPath] as const);
  }

  get size(): number {
    return this.#placed.size;
  }

  settle(): void {
    this.#provide('', this.#closure.roots);
    // A Map is walked in order of insertion, and what is added on the way is walked too.
    for (const [at, {dependencies}] of this.#placed) this.#provide(at, dependencies);
  }

  sorted(): ReadonlyMap<string, NpmInstance> {
    return new Map([...this.#placed].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #provide(from: string, dependencies: ReadonlyMap<string, string>): void {
    for (const [name, lockPath] of dependencies) {
      const instance = this.#closure.instances.get(lockPath);
      if (instance === undefined) continue;
      const seenAt = this.#lookUp(from, name);
      if (seenAt !== undefined && this.#placed.get(seenAt) === instance) continue;
      const natural = this.#naturalPath(lockPath);
      const own = below(from, name);
      const target = natural !== undefined && this.#wouldBeSeen(natural, from, {name, seenAt}) ? natural : own;
      this.#placed.set(target, instance);
    }
  }

  /** Whether what is put at `at` is what a search from `from` finds. */
  #wouldBeSeen(
    at: string,
    from: string,
    {name, seenAt}: {readonly name: string; readonly seenAt: string | undefined},
  ): boolean {
    if (this.#placed.has(at)) return false;
    const parent = parentOf(at, name);
    if (parent === undefined || (parent !== '' && parent !== from && !from.startsWith(`${parent}/`))) return false;
    return seenAt === undefined || seenAt.length < at.length;
  }

  #lookUp(from: string, name: string): string | undefined {
    for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      const candidate = below(at, name);
      if (this.#placed.has(candidate)) return candidate;
      if (at === '') return undefined;
    }
  }

  #naturalPath(lockPath: string): string | undefined {
    const own = `${this.#location}/node_modules/`;
    if (this.#location !== '' && lockPath.startsWith(own)) return lockPath.slice(this.#location.length + 1);
    if (lockPath.startsWith('node_modules/')) return lockPath;
    for (const [folder, link] of this.#links) {
      if (!lockPath.startsWith(`${folder}/node_modules/`)) continue;
      const base = this.#naturalPath(link);
      return base === undefined ? undefined : base + lockPath.slice(folder.length);
    }
    return undefined;
  }
}

function below(folder: string, name: string): string {
  return folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
}

function parentOf(at: string, name: string): string | undefined {
  if (at === `node_modules/${name}`) return '';
  const end = `/node_modules/${name}`;
  return at.endsWith(end) ? at.slice(0, -end.length) : undefined;
}
