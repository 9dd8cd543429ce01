import type {PackageRequest} from '../../package/build-deployment-package.js';

/** What a person says of packaging, by the names of the options. */
export interface PackagingOptions {
  readonly 'allow-secret'?: readonly string[] | undefined;
}

interface PackagedFunction {
  readonly functionName: string;
  readonly source: string;
  readonly architecture?: string | undefined;
  readonly allowSecrets?: readonly string[] | undefined;
  readonly configuration?: {readonly runtime?: string} | undefined;
}

/** How a function is packaged, by options and release file. */
export function packagingOf(
  target: PackagedFunction,
  options: PackagingOptions,
): Omit<PackageRequest, 'sink'> & {readonly functionName: string} {
  const {functionName, source, architecture, allowSecrets = [], configuration} = target;
  return {
    sourceDir: source,
    functionName,
    architecture,
    runtime: configuration?.runtime,
    allowSecrets: [...allowSecrets, ...(options['allow-secret'] ?? [])],
  };
}
