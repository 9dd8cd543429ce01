import type {InstallTool} from '../../model/layer/install-line.js';
import type {LayerPackage} from '../../model/layer/setting.js';
import type {SourceFile} from '../source/source-file.js';

/** What goes into a layer, and out of the deployment package for it. */
export interface CollectedLayer {
  /** In no particular order. */
  readonly files: readonly SourceFile[];
  /** By name, then version. */
  readonly packages: readonly LayerPackage[];
  /** Optional packages that are not in it, for they are for another platform or are not installed. */
  readonly skipped: readonly string[];
  /** Paths in the layer that the default rules or .lambdaignore keep out of it; a whole folder ends in a slash. */
  readonly leftOut: readonly string[];
  /** Absolute paths of files and folders that must not be in the deployment package as well. */
  readonly takenOut: ReadonlySet<string>;
  /** What has installed it. */
  readonly tool?: InstallTool;
  /** For a person: what speaks against it although it can be built. */
  readonly warnings: readonly {readonly code: string; readonly message: string}[];
}

/** What a layer is made from. */
export interface LayerSource {
  /** Real path of the folder that is packaged. */
  readonly sourceDir: string;
  /** Packages to start from; all production dependencies when absent. Java and Ruby: paths in the folder. */
  readonly include?: readonly string[] | undefined;
  /** Packages that the runtime brings; none when absent. */
  readonly exclude?: readonly string[] | undefined;
  /** Python: the folder the packages are installed in. Java and Ruby: the folder that is laid out as a layer. */
  readonly packagesDir?: string | undefined;
  /** Lambda's name of the runtime, when it is known. */
  readonly runtime?: string | undefined;
  readonly architecture?: string | undefined;
}

/** Name and version of each package, by name, then version. */
export function sortPackages(packages: readonly LayerPackage[]): readonly LayerPackage[] {
  const distinct = new Map(
    packages.map(({name, version}) => [
      `${name}\n${version ?? ''}`,
      {name, ...(version !== undefined && {version})} satisfies LayerPackage,
    ]),
  );
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
