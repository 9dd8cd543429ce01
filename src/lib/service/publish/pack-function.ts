import {UsageError} from '../../errors.js';
import type {LayerSetting} from '../../model/layer/setting.js';
import {isArchive} from '../../model/source/is-archive.js';
import {archivePackage, readArchive} from '../../package/archive/read-archive.js';
import {
  buildDeploymentPackage,
  type DeploymentPackage,
  type PackageRequest,
  readDeploymentPackage,
} from '../../package/build-deployment-package.js';
import {assertFitTogether} from '../../package/layer/assert-fit-together.js';
import {type BuiltLayer, buildLayer, type LayerContent, readLayer} from '../../package/layer/build-layer.js';
import {developmentFolders} from '../../package/layer/development-folders.js';
import {layoutOf} from '../../package/layer/laid-out/layout.js';
import type {FunctionPackageContent} from '../../package/package-content.js';

/** A function's package, and its layer; without one, everything is in the package. */
interface InParts<Package, Layer> {
  readonly package: Package;
  readonly layer?: Layer;
}

type FunctionRequest = PackageRequest & {
  readonly functionName: string;
  /** Without what is there for development only; a layer has none of that anyway. */
  readonly production?: boolean | undefined;
};

/**
 * Packs a function: its layer when it is to have one, then the deployment package without what the layer has. Nothing leaves the
 * machine, and nothing but the folder and what was asked for decides over the bytes: not what AWS has of the function.
 */
export function packFunction(
  request: FunctionRequest,
  setting: LayerSetting | undefined,
): Promise<InParts<DeploymentPackage, BuiltLayer>> {
  return inParts(request, setting, {layer: buildLayer, package: buildDeploymentPackage, archive: archivePackage});
}

/** Reads what packFunction would pack, so that it is known what it is, and deflates nothing yet. */
export function readFunction(
  request: FunctionRequest,
  setting: LayerSetting | undefined,
): Promise<InParts<FunctionPackageContent, LayerContent>> {
  return inParts(request, setting, {layer: readLayer, package: readDeploymentPackage, archive: readArchive});
}

interface Makers<Package, Layer> {
  readonly layer: (request: FunctionRequest & {readonly setting: LayerSetting}) => Promise<Layer>;
  readonly package: (request: FunctionRequest) => Promise<Package>;
  readonly archive: (request: FunctionRequest) => Promise<Package>;
}

async function inParts<
  Package extends {readonly unzippedBytes: number},
  Layer extends {readonly unzippedBytes: number; readonly takenOut: ReadonlySet<string>},
>(
  request: FunctionRequest,
  setting: LayerSetting | undefined,
  make: Makers<Package, Layer>,
): Promise<InParts<Package, Layer>> {
  const {sourceDir, functionName} = request;
  if (isArchive(sourceDir)) {
    if (setting === undefined) return {package: await make.archive(request)};
    if (setting.packages === undefined || layoutOf(request.runtime) === undefined) {
      throw layerOfArchive(functionName, sourceDir);
    }
    // Beside a jar that was built without its dependencies.
    const layer = await make.layer({...request, sourceDir: setting.packages, setting});
    const made = await make.archive(request);
    assertFitTogether(functionName, made.unzippedBytes, layer.unzippedBytes);
    return {package: made, layer};
  }
  if (setting === undefined) {
    const takenOut = request.production ? developmentFolders(sourceDir, request) : undefined;
    return {package: await make.package({...request, takenOut})};
  }
  const layer = await make.layer({...request, setting});
  const made = await make.package({...request, takenOut: layer.takenOut});
  assertFitTogether(functionName, made.unzippedBytes, layer.unzippedBytes);
  return {package: made, layer};
}

function layerOfArchive(functionName: string, source: string): UsageError {
  return new UsageError(`Nothing is taken out of ${source} into a layer: it is released as it was built.`, {
    code: 'LAYER_OF_ARCHIVE',
    suggestions: [
      `Leave out layer under functions.${functionName} in the release file, or --layer.`,
      'Or name the folder that it was built from as the source.',
      'Or, of Java and Ruby, name a folder beside it that has the layer: layer: {name: NAME, packages: FOLDER}, with the runtime.',
    ],
    details: {functionName, source},
  });
}
