import {realpathSync} from 'node:fs';
import type {LayerSetting} from '../../model/layer/setting.js';
import {
  buildDeploymentPackage,
  type DeploymentPackage,
  type PackageRequest,
} from '../../package/build-deployment-package.js';
import {cacheFolder} from '../../package/cache-folder.js';
import {assertFitTogether} from '../../package/layer/assert-fit-together.js';
import {type BuiltLayer, buildLayer} from '../../package/layer/build-layer.js';

/** A function's zips. */
export interface PackedFunction {
  readonly package: DeploymentPackage;
  /** Absent when everything is in the package. */
  readonly layer?: BuiltLayer;
}

/**
 * Packs a function: its layer when it is to have one, then the deployment package without what the layer has. Nothing leaves the
 * machine, and nothing but the folder and what was asked for decides over the bytes: not what AWS has of the function.
 */
export async function packFunction(
  request: PackageRequest & {readonly functionName: string},
  setting: LayerSetting | undefined,
): Promise<PackedFunction> {
  const ownCache = ownCacheFolder();
  if (setting === undefined) {
    return {package: await buildDeploymentPackage({...request, takenOut: new Set(ownCache)})};
  }
  const layer = await buildLayer({...request, setting});
  const takenOut = new Set([...layer.takenOut, ...ownCache]);
  const built = await buildDeploymentPackage({...request, takenOut});
  assertFitTogether(request.functionName, built.unzippedBytes, layer.unzippedBytes);
  return {package: built, layer};
}

/** Our own cache can lie in the folder that is packed, as in a job of CI: each run would find what the one before left there. */
function ownCacheFolder(): readonly string[] {
  const folder = cacheFolder({environment: process.env});
  if (folder === undefined) return [];
  try {
    return [realpathSync(folder)];
  } catch {
    // It is not there yet.
    return [folder];
  }
}
