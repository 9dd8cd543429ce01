import type {LayerShare} from './share.js';

/** What the release file or a flag says of a function's layer. Empty: all production dependencies. */
export interface LayerSetting {
  /** Name on AWS; `<function>-dependencies` when absent. Functions that name the same one share it. */
  readonly name?: string;
  /** Packages to take, each with everything it needs; all production dependencies when absent. Java and Ruby: paths in the folder. */
  readonly include?: readonly string[];
  /** Packages that the runtime brings, by name, `*` standing for anything but a slash: neither in the layer nor in the package. */
  readonly exclude?: readonly string[];
  /** Whom each version is shared with. */
  readonly share?: LayerShare;
  /** Absolute path of the folder the packages are installed in; searched for when absent. Java and Ruby: that is laid out as a layer. */
  readonly packages?: string;
}

/** A package in a layer. */
export interface LayerPackage {
  readonly name: string;
  readonly version?: string;
}

/** The name a layer has when none is given. */
export function defaultLayerName(functionName: string): string {
  return `${functionName}-dependencies`;
}
