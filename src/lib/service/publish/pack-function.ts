import type {LayerSetting} from '../../model/layer/setting.js';
import {
  buildDeploymentPackage,
  type DeploymentPackage,
  type PackageRequest,
} from '../../package/build-deployment-package.js';
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
  if (setting === undefined) return {package: await buildDeploymentPackage(request)};
  const layer = await buildLayer({...request, setting});
  const built = await buildDeploymentPackage({...request, takenOut: layer.takenOut});
  assertFitTogether(request.functionName, built.unzippedBytes, layer.unzippedBytes);
  return {package: built, layer};
}
