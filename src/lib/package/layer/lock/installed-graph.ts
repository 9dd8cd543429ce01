import path from 'node:path';
import {installLine} from '../../../model/layer/install-line.js';
import {isInside, pathInSource} from '../../source/resolve-link.js';
import type {LayerSource} from '../collected-layer.js';
import {excludedBy} from '../excluded.js';
import {notADependency, outOfDate} from '../layer-error.js';
import {type NpmInstance, runsOnLambda} from '../npm-closure.js';
import type {InstalledClosure} from '../npm-installed.js';
import {assertSiblingsInstalled} from '../optional-siblings.js';
import {type FoundPackage, findInstalled} from './find-installed.js';
import type {LockedEdge, LockedPackage} from './graph.js';
import type {LockedProject} from './locked-project.js';
import {installedManifest, type Manifest} from './manifest.js';

/**
 * What a project of pnpm or yarn needs at run time, as it is installed: the lockfile tells which packages answer which, and Node's own
 * search where each of them is, so that hoisted, nested and linked layouts are one. Throws UsageError naming every package that is missing or
 * of another version, and for names in `include` that are none of the project's dependencies.
 */
export function installedGraph(project: LockedProject, source: LayerSource): InstalledClosure {
  const walk = new GraphWalk(project, source);
  const roots = walk.reach(source.include);
  const unknown = (source.include ?? []).filter((name) => !roots.has(name));
  const isSkipped = (name: string) => walk.skipped.has(`node_modules/${name}`);
  const notAsked = unknown.filter((name) => !isSkipped(name) && !walk.isAskedFor(name));
  if (notAsked.length > 0) throw notADependency(notAsked, path.join(project.root, project.location, 'package.json'));
  assertSiblingsInstalled(
    {absent: [...walk.absent], foreign: [...walk.foreign]},
    (at) =>
      findInstalled(at.slice('node_modules/'.length), path.join(project.root, project.location), project.root) !==
      undefined,
    source.architecture,
    installLine(project.tool, source),
  );
  if (walk.problems.size > 0) {
    throw outOfDate(
      [...walk.problems].sort(),
      path.join(project.root, 'node_modules'),
      `Install what the lockfile says: ${project.tool} install --frozen-lockfile (in ${project.root})`,
    );
  }
  return {
    roots,
    instances: walk.instances(),
    foreign: [...walk.foreign].sort(),
    unresolved: [],
    skipped: [...walk.skipped].sort(),
  };
}

/** A package that was reached, and what was asked of it so far. */
interface Reached {
  readonly id: string;
  readonly name: string;
  readonly found: FoundPackage;
  readonly manifest: Manifest;
  readonly edges: readonly LockedEdge[];
  readonly isLinked: boolean;
  readonly dependencies: Map<string, string>;
}

class GraphWalk {
  readonly foreign = new Set<string>();
  /** Optional packages that are not installed. */
  readonly absent = new Set<string>();
  readonly problems = new Set<string>();
  readonly #project: LockedProject;
  /** What the project itself asks for. */
  readonly #own: readonly LockedEdge[];
  readonly #isExcluded: (name: string) => boolean;
  readonly #architecture: string | undefined;
  readonly #reached = new Map<string, Reached>();
  /** Ids of what was reached, by name and folder: an alias of the same package is found by another name. */
  readonly #ids = new Map<string, string>();

  constructor(project: LockedProject, {exclude, architecture}: LayerSource) {
    this.#project = project;
    this.#own = project.graph.projectEdges(project.location) ?? [];
    this.#isExcluded = excludedBy(exclude);
    this.#architecture = architecture;
  }

  get skipped(): ReadonlySet<string> {
    return new Set([...this.foreign, ...this.absent]);
  }

  /** Follows every edge of the project, then those of what they lead to. Returns the project's own. */
  reach(include: readonly string[] | undefined): ReadonlyMap<string, string> {
    const {root, location} = this.#project;
    const own = include === undefined ? this.#own : this.#own.filter(({name}) => include.includes(name));
    const roots = this.#follow(path.join(root, location), own, 'package.json');
    // A Map is walked in order of insertion, and what is added on the way is walked too.
    for (const {found, edges: more, name, dependencies} of this.#reached.values()) {
      for (const [each, id] of this.#follow(found.folder, more, name)) dependencies.set(each, id);
    }
    this.#addPeers();
    return roots;
  }

  isAskedFor(name: string): boolean {
    return this.#own.some((edge) => edge.name === name);
  }

  instances(): ReadonlyMap<string, NpmInstance> {
    const {root} = this.#project;
    return new Map(
      [...this.#reached].map(([id, {name, found, manifest, isLinked, dependencies}]) => [
        id,
        {
          lockPath: id,
          name,
          ...(manifest.version !== undefined && {version: manifest.version}),
          folder: pathInSource(root, found.folder),
          isOptional: false,
          isLinked,
          dependencies,
        },
      ]),
    );
  }

  #follow(from: string, edges: readonly LockedEdge[], by: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const edge of edges) {
      const id = this.#isExcluded(edge.name) ? undefined : this.#take(from, edge, by);
      if (id !== undefined) found.set(edge.name, id);
    }
    return found;
  }

  #take(from: string, edge: LockedEdge, by: string): string | undefined {
    const {name, to, isOptional} = edge;
    const {root, graph} = this.#project;
    const locked = to.flatMap((key) => graph.packages.get(key) ?? []);
    const [first] = locked;
    if (isOptional && first !== undefined && !runsOnLambda(first, this.#architecture)) {
      this.foreign.add(`node_modules/${name}`);
      return undefined;
    }
    const found = findInstalled(name, from, root);
    const manifest = found && installedManifest(found.folder);
    // yarn 1 does not write down which platform a package is for.
    if (isOptional && manifest !== undefined && !runsOnLambda(manifest, this.#architecture)) {
      this.foreign.add(`node_modules/${name}`);
      return undefined;
    }
    const isLocal = found !== undefined && this.#isLocal(found);
    const answer = locked.find(({version}) => version === undefined || version === manifest?.version);
    if (found !== undefined && manifest !== undefined && (answer !== undefined || isLocal)) {
      return this.#add(name, found, manifest, this.#edgesOf(found, answer));
    }
    if (isOptional) this.absent.add(`node_modules/${name}`);
    else this.problems.add(problemOf(edge, by, locked, manifest));
    return undefined;
  }

  /** A package of the workspace, or a folder that is linked: its own files, and not those of a registry. */
  #isLocal({folder, isLink}: FoundPackage): boolean {
    const {root} = this.#project;
    return isLink && isInside(root, folder) && !pathInSource(root, folder).split('/').includes('node_modules');
  }

  #edgesOf(found: FoundPackage, answer: LockedPackage | undefined): readonly LockedEdge[] {
    if (answer !== undefined && !this.#isLocal(found)) return answer.edges;
    return this.#project.graph.projectEdges(pathInSource(this.#project.root, found.folder)) ?? answer?.edges ?? [];
  }

  #add(name: string, found: FoundPackage, manifest: Manifest, edges: readonly LockedEdge[]): string {
    const {root} = this.#project;
    const known = this.#ids.get(idKey(name, found));
    if (known !== undefined) return known;
    // What is linked, but for a workspace that yarn has linked beside the others, has no place of its own to keep.
    const isLinked = found.isLink && (!this.#isLocal(found) || this.#project.tool === 'pnpm');
    const id = isLinked ? `${pathInSource(root, found.folder)}#${name}` : pathInSource(root, found.at);
    this.#ids.set(idKey(name, found), id);
    this.#reached.set(id, {id, name, found, manifest, edges, isLinked, dependencies: new Map()});
    return id;
  }

  /** A peer is no dependency of its own, but has to be the one that is found now when it is there for others. */
  #addPeers(): void {
    for (const {found, manifest, dependencies} of this.#reached.values()) {
      for (const name of Object.keys(manifest.peerDependencies ?? {})) {
        const peer = dependencies.has(name) ? undefined : findInstalled(name, found.folder, this.#project.root);
        const id = peer && this.#ids.get(idKey(name, peer));
        if (id !== undefined) dependencies.set(name, id);
      }
    }
  }
}

function idKey(name: string, {folder}: FoundPackage): string {
  return `${name}\n${folder}`;
}

function problemOf(
  {name, to}: LockedEdge,
  by: string,
  locked: readonly LockedPackage[],
  manifest: Manifest | undefined,
): string {
  if (to.length === 0) return `${name}, asked for by ${by}: not in the lockfile`;
  if (manifest === undefined) return `${name}, asked for by ${by}: not installed`;
  const versions = locked.map(({version}) => version ?? 'another').join(' or ');
  return `${name}: ${manifest.version ?? 'no version'} is installed, the lockfile has ${versions}`;
}
