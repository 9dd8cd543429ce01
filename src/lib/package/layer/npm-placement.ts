import {tooDeep} from './layer-error.js';
import {mostWanted} from './most-wanted.js';
import type {NpmClosure, NpmInstance} from './npm-closure.js';

/** Copies of each package, on average, past which there is no end of them; real trees of a thousand packages have less than two. */
const MOST_COPIES = 20;

/**
 * Where each package stands in the layer: its path below the layer's `node_modules`' parent, `node_modules/a/node_modules/b`.
 * A package keeps the path npm gave it; of a workspace, `packages/api/node_modules/a` becomes `node_modules/a` and a link becomes
 * what it leads to. Where that would give a package another version than the lockfile does, it gets a copy of its own below it.
 * A package that links lead to has no path of its own: it stands as high as it can be seen from without standing in another's way. In
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
    for (const instance of mostWanted(this.#closure)) {
      const at = `node_modules/${instance.name}`;
      if (!this.#placed.has(at)) this.#placed.set(at, instance);
    }
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
      if (instance.isLinked && this.size > MOST_COPIES * this.#closure.instances.size) throw tooDeep(from);
      const target = instance.isLinked ? this.#highest(from, instance) : this.#keptPath(from, lockPath, {name, seenAt});
      this.#placed.set(target, instance);
    }
  }

  #keptPath(
    from: string,
    lockPath: string,
    seen: {readonly name: string; readonly seenAt: string | undefined},
  ): string {
    const natural = this.#naturalPath(lockPath);
    return natural !== undefined && this.#wouldBeSeen(natural, from, seen) ? natural : below(from, seen.name);
  }

  /** The highest place from which a search from `from` finds it, and that hides it from nobody who has found another. */
  #highest(from: string, {name}: NpmInstance): string {
    let best = below(from, name);
    for (let at = from; at !== ''; ) {
      at = parentFolder(at);
      const candidate = below(at, name);
      if (this.#placed.has(candidate) || this.#wouldHide(at, name)) break;
      best = candidate;
    }
    return best;
  }

  #wouldHide(folder: string, name: string): boolean {
    return [...this.#placed].some(([at, {dependencies}]) => {
      if (!dependencies.has(name) || !(folder === '' || at === folder || at.startsWith(`${folder}/`))) return false;
      const seenAt = this.#lookUp(at, name);
      return seenAt !== undefined && seenAt.length < below(folder, name).length;
    });
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

/** `node_modules/a/node_modules/b` is below `node_modules/a`, and that below ''. */
function parentFolder(at: string): string {
  return at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')));
}

function parentOf(at: string, name: string): string | undefined {
  if (at === `node_modules/${name}`) return '';
  const end = `/node_modules/${name}`;
  return at.endsWith(end) ? at.slice(0, -end.length) : undefined;
}
