import path from 'node:path';
import type {InstallTool} from '../../model/layer/install-line.js';
import {defaultLayerName, type LayerPackage, type LayerSetting} from '../../model/layer/setting.js';
import {fitsInline} from '../../model/package-limits.js';
import type {EventSink} from '../../ports/events.js';
import {contentDigestOf} from '../content-digest.js';
import {HEAVIEST, heaviestParts, partNames, type ZippedPart} from '../inspect/heaviest-parts.js';
import {assertNativesFit, nativeBinaries} from '../inspect/native-binaries.js';
import {assertNoSecrets} from '../inspect/secrets.js';
import {assertFitsLambda} from '../limits.js';
import type {PackageContent, PackedZip} from '../package-content.js';
import {realSourceDir} from '../source/collect-files.js';
import {type SourceFile, sortByZipPath, unzippedBytesOf} from '../source/source-file.js';
import type {AssembledZip} from '../zip/assembly.js';
import {type FileContents, readContents, writeZip} from '../zip/write-zip.js';
import {collectLayer} from './collect-layer.js';
import type {CollectedLayer, LayerSource} from './collected-layer.js';
import {nothingNeeded} from './layer-error.js';
import {layerSecrets} from './layer-secrets.js';

/** A layer of which every byte has been read. */
export interface LayerContent extends PackageContent {
  /** Its name on AWS. */
  readonly name: string;
  readonly packages: readonly LayerPackage[];
  /** Optional packages that are not in it, for they are for another platform or are not installed. */
  readonly skipped: readonly string[];
  /** Paths that the default rules or .lambdaignore keep out of it; a whole folder ends in a slash. */
  readonly leftOut: readonly string[];
  /** What has installed it. */
  readonly tool?: InstallTool;
  /** Absolute paths of what must not be in the deployment package as well. */
  readonly takenOut: ReadonlySet<string>;
}

/** A layer's zip, and what is in it. */
export interface BuiltLayer extends PackedZip, Omit<LayerContent, 'pack'> {
  /** Whether the zip is too large for the request itself and has to go through S3. */
  readonly needsS3: boolean;
  /** The ten heaviest packages, by unzipped size. */
  readonly heaviest: readonly ZippedPart[];
}

export interface LayerRequest {
  readonly sourceDir: string;
  /** Named in the events. */
  readonly functionName: string;
  readonly setting: LayerSetting;
  /** Decides, with what is there, between Node.js and Python; and what pip installed it for. */
  readonly runtime?: string | undefined;
  /** Optional npm packages for another one are left out; all are kept when it is not known. */
  readonly architecture?: string | undefined;
  /** Paths below the layer's `node_modules` or `python` folder, with it, that may look like credentials. */
  readonly allowSecrets?: readonly string[] | undefined;
  /** On zlib's scale, 0 to 9; DEFAULT_LEVEL when absent. */
  readonly level?: number | undefined;
  readonly sink: EventSink;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Packs the dependencies of a folder into a layer, reading and deflating them in one go; nothing leaves the machine. Throws
 * UsageError when they cannot be told or are not installed as asked for, and RefusedError when they are larger than AWS Lambda takes,
 * hold what looks like a credential or are compiled for another platform.
 */
export async function buildLayer(request: LayerRequest): Promise<BuiltLayer> {
  const {level, signal} = request;
  const found = begin(request);
  const written = await writeZip(found.files, {level, signal});
  const content = toContent(request, found, written);
  return {
    ...content,
    ...finish(request, content, written),
    needsS3: !fitsInline(written.zip.length),
    heaviest: heaviestParts(found.files, written.entries.zippedBytes, packageNames(found.files)).slice(0, HEAVIEST),
  };
}

/** Reads every byte of the dependencies of a folder for what their layer is, and deflates nothing yet. Throws what buildLayer throws. */
export async function readLayer(request: LayerRequest): Promise<LayerContent> {
  const {functionName, level, sink, signal} = request;
  const found = begin(request);
  const contents = await readContents(found.files, {signal});
  const content = toContent(request, found, contents);
  const {name: layerName, files, unzippedBytes, contentDigest} = content;
  sink.emit({type: 'package.read', functionName, layerName, files, unzippedBytes, contentDigest});
  const pack = async () => finish(request, content, await writeZip(found.files, {level, contents, signal}));
  return {...content, pack};
}

/** What is to be in the layer, in the order it is to have, as far as it can be told before a file is read. */
function begin(request: LayerRequest): CollectedLayer {
  const sourceDir = realSourceDir(request.sourceDir);
  const collected = collectLayer(toSource(sourceDir, request));
  const files = sortByZipPath(collected.files);
  if (files.length === 0) throw nothingNeeded(sourceDir);
  assertFitsLambda(files, request);
  const {functionName, setting} = request;
  const layerName = setting.name ?? defaultLayerName(functionName);
  if (collected.leftOut.length > 0) {
    request.sink.emit({type: 'package.leftOut', functionName, layerName, files: collected.leftOut});
  }
  for (const warning of collected.warnings) request.sink.emit({type: 'warning', ...warning});
  return {...collected, files};
}

function toContent(
  {functionName, setting, architecture, runtime, allowSecrets = []}: LayerRequest,
  {files, packages, skipped, leftOut, takenOut, tool}: CollectedLayer,
  {digests, inspections}: FileContents,
): Omit<LayerContent, 'pack'> {
  assertNoSecrets(layerSecrets(files, inspections), allowSecrets);
  const binaries = nativeBinaries(files, inspections);
  assertNativesFit(binaries, {architecture, runtime}, tool);
  return {
    name: setting.name ?? defaultLayerName(functionName),
    contentDigest: contentDigestOf(files, digests),
    unzippedBytes: unzippedBytesOf(files),
    files: files.length,
    binaries,
    packages,
    skipped,
    leftOut,
    takenOut,
    ...(tool && {tool}),
  };
}

function finish(
  {functionName, sink}: LayerRequest,
  {name: layerName, packages, files, unzippedBytes}: Omit<LayerContent, 'pack'>,
  {zip, zipSha256: codeSha256}: AssembledZip,
): PackedZip {
  const zippedBytes = zip.length;
  const sizes = {packages: packages.length, files, zippedBytes, unzippedBytes};
  sink.emit({type: 'package.layered', functionName, layerName, ...sizes, codeSha256});
  return {zip, codeSha256, zippedBytes};
}

/** Everything is in one folder of the layer: without it, a part is a package. */
function packageNames(files: readonly SourceFile[]): readonly string[] {
  return partNames(files.map((file) => ({...file, zipPath: file.zipPath.slice(file.zipPath.indexOf('/') + 1)})));
}

function toSource(sourceDir: string, {setting, runtime, architecture}: LayerRequest): LayerSource {
  const {include, exclude, packages} = setting;
  return {
    sourceDir,
    include,
    exclude,
    packagesDir: packages && realSourceDir(path.resolve(packages)),
    runtime,
    architecture,
  };
}
