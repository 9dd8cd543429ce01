/** A package asked for by another one, or by a project. */
export interface LockedEdge {
  /** The name it is asked for by, which for an alias is not its own. */
  readonly name: string;
  /** Keys of the packages in the lockfile that may answer; several where an override decides. Empty when it has none. */
  readonly to: readonly string[];
  /** What asks for it can do without. */
  readonly isOptional: boolean;
}

/** A package as a lockfile has resolved it. */
export interface LockedPackage {
  /** Absent where the lockfile does not say it: folders, archives, repositories. */
  readonly version?: string;
  readonly edges: readonly LockedEdge[];
  readonly os?: readonly string[] | undefined;
  readonly cpu?: readonly string[] | undefined;
  readonly libc?: readonly string[] | undefined;
}

/** Which package answers which, in a lockfile that does not say where each is put: pnpm's and yarn's. */
export interface LockedGraph {
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /**
   * What a project asks for at run time, by its folder relative to the lockfile: '' or `packages/api`. `undefined` when it is none of the
   * lockfile's. Throws UsageError when its package.json asks for something else than the lockfile holds.
   */
  projectEdges(location: string): readonly LockedEdge[] | undefined;
}
