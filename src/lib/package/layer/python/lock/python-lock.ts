import type {PythonRequirement} from '../requirement.js';

/** The tools whose lockfiles are read. */
export type PythonTool = 'uv' | 'poetry' | 'pipenv';

/** One distribution as a lockfile has resolved it; of several with one name, each is for other platforms. */
export interface LockedDistribution {
  /** Absent where the lockfile does not say it, as of folders. */
  readonly version?: string;
  /** For which platforms it is the answer; absent when for all. */
  readonly marker?: string;
  /** What it needs; absent where the lockfile says only what there is. */
  readonly requires?: readonly LockedRequirement[];
  /** What it needs for an extra, besides requirements with a marker for it: by the extra, normalized. */
  readonly extras?: ReadonlyMap<string, readonly LockedRequirement[]>;
  /** A project that only asks for others, and is not installed itself. */
  readonly isVirtual?: boolean;
}

/** What asks for a distribution, and perhaps for one version of several that the lockfile has. */
export interface LockedRequirement extends PythonRequirement {
  readonly lockedVersion?: string;
}

/** What a lockfile says of a project. */
export interface PythonLock {
  readonly tool: PythonTool;
  readonly file: string;
  /** Absolute path of the project's own folder, which in a workspace is not that of the lockfile. */
  readonly folder: string;
  /** What the project asks for at run time, as the lockfile has it. */
  readonly requires: readonly LockedRequirement[];
  /** The same as the project's own file has it; absent where there is none, or it does not say. */
  readonly asked?: readonly PythonRequirement[];
  /** The Pythons it was made for, as a marker; absent when for any. */
  readonly pythons?: string;
  /** By normalized name. */
  readonly packages: ReadonlyMap<string, readonly LockedDistribution[]>;
}
