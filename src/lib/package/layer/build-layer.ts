import path from 'node:path';
import {defaultLayerName, type LayerPackage, type LayerSetting} from '../../model/layer/setting.js';
import {MAX_INLINE_ZIP_BYTES} from '../../model/package-limits.js';
import type {EventSink} from '../../ports/events.js';
import {heaviestParts, partNames, type ZippedPart} from '../inspect/heaviest-parts.js';
import {assertNativesFit, type NativeBinary, nativeBinaries} from '../inspect/native-binaries.js';
import {assertNoSecrets, type SecretInPackage} from '../inspect/secrets.js';
import {assertFitsLambda} from '../limits.js';
import {type PackCache, PackPlace, packFiles, type Survey} from '../pack-files.js';
import {realSourceDir} from '../source/collect-files.js';
import {sortByZipPath, unzippedBytesOf} from '../source/source-file.js';
import {collectLayer} from './collect-layer.js';
import type {LayerSource} from './layer-content.js';
import {nothingNeeded} from './layer-error.js';
import {layerSecrets} from './layer-secrets.js';

/** A layer's zip, and what is in it. */
export interface BuiltLayer {
  /** Its name on AWS. */
  readonly name: string;
  readonly zip: Uint8Array;
  /** base64 of SHA-256 over the zip: what AWS reports as CodeSha256, and the layer's identity. */
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
  readonly files: number;
  /** Whether the zip is too large for the request itself and has to go through S3. */
  readonly needsS3: boolean;
  readonly packages: readonly LayerPackage[];
  /** Optional packages that are not in it, for they are for another platform or are not installed. */
  readonly skipped: readonly string[];
  /** The ten heaviest packages, by unzipped size. */
  readonly heaviest: readonly ZippedPart[];
  /** The compiled files, to be compared with the architecture once that is known. */
  readonly binaries: readonly NativeBinary[];
  /** Absolute paths of what must not be in the deployment package as well. */
  readonly takenOut: ReadonlySet<string>;
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
  /** On zlib's scale, 0 to 9; 6 when absent. */
  readonly level?: number | undefined;
  readonly cache?: PackCache | undefined;
  readonly sink: EventSink;
  readonly signal?: AbortSignal | undefined;
}

const HEAVIEST = 10;

/** What is told of a layer beside its zip. */
interface Findings extends Pick<BuiltLayer, 'heaviest'> {
  readonly secrets: readonly SecretInPackage[];
}

const SURVEY: Survey<Findings> = {
  // Another number for every change of the form above, so that no findings of an earlier release are taken for it.
  key: 'layer 2',
  begin: (files) => {
    // Everything is in one folder of the layer: without it, a part is a package.
    const parts = partNames(
      files.map((file) => ({...file, zipPath: file.zipPath.slice(file.zipPath.indexOf('/') + 1)})),
    );
    return ({zippedBytes, inspections}) => ({
      heaviest: heaviestParts(files, zippedBytes, parts).slice(0, HEAVIEST),
      secrets: layerSecrets(files, inspections),
    });
  },
};

/**
 * Packs the dependencies of a folder into a layer; nothing leaves the machine. The same packages give the same bytes. Throws
 * UsageError when they cannot be told or are not installed as asked for, and RefusedError when they are larger than AWS Lambda takes,
 * hold what looks like a credential or are compiled for another platform.
 */
export async function buildLayer(request: LayerRequest): Promise<BuiltLayer> {
  const {functionName, setting, architecture, level, cache, sink, signal} = request;
  const sourceDir = realSourceDir(request.sourceDir);
  const name = setting.name ?? defaultLayerName(functionName);
  // Before the files are looked at: what changes from now on is too young to be told by its times.
  const place = cache && new PackPlace(cache, ['layer', sourceDir, setting, request.runtime, architecture], level);
  const content = collectLayer(toSource(sourceDir, request));
  const files = sortByZipPath(content.files);
  if (files.length === 0) throw nothingNeeded(sourceDir);
  assertFitsLambda(files, request);
  for (const warning of content.warnings) sink.emit({type: 'warning', ...warning});
  const {zip, zipSha256, entries, findings} = await packFiles({
    files,
    leftOut: [],
    place,
    level,
    survey: SURVEY,
    checkFindings({secrets}, {entries}) {
      assertNoSecrets(secrets, request.allowSecrets ?? []);
      assertNativesFit(nativeBinaries(files, entries.inspections), architecture);
    },
    signal,
  });
  const built: BuiltLayer = {
    name,
    zip,
    codeSha256: zipSha256,
    zippedBytes: zip.length,
    unzippedBytes: unzippedBytesOf(files),
    files: files.length,
    needsS3: zip.length > MAX_INLINE_ZIP_BYTES,
    packages: content.packages,
    skipped: content.skipped,
    heaviest: findings.heaviest,
    binaries: nativeBinaries(files, entries.inspections),
    takenOut: content.takenOut,
  };
  emitFinished(sink, functionName, built);
  return built;
}

function toSource(sourceDir: string, {setting, runtime, architecture}: LayerRequest): LayerSource {
  const {include, packages} = setting;
  return {sourceDir, include, packagesDir: packages && realSourceDir(path.resolve(packages)), runtime, architecture};
}

function emitFinished(sink: EventSink, functionName: string, layer: BuiltLayer): void {
  const {name, packages, files, zippedBytes, unzippedBytes, codeSha256} = layer;
  sink.emit({
    type: 'package.layered',
    functionName,
    layerName: name,
    packages: packages.length,
    files,
    zippedBytes,
    unzippedBytes,
    codeSha256,
  });
}
