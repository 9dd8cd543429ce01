import type {ReleaseFile} from '../../config/release-file.js';
import type {BundlePackage} from '../../package/bundle/bundle.js';
import {prunedTree, type SizeNode, sizeTree} from '../../package/inspect/size-tree.js';
import {assertWritablePlace, makeOutFolder, writePackageFile} from '../../package/write-package-file.js';
import {missingHandler} from '../../plan/publish/handler.js';
import {toLayerReport} from '../../report/result/publish/layer-package-text.js';
import type {PackageReport} from '../../report/result/publish/package-text.js';
import {treemapPage} from '../../report/treemap-page.js';
import type {Session} from '../session.js';
import {type BundleReport, writeBundleFile} from './bundle-file.js';
import {fetchSource} from './fetched-source.js';
import {packFunction} from './pack-function.js';
import {
  isOutFolder,
  layerFileOf,
  type PackageTarget,
  packageTargets,
  requireDistinctOutputs,
} from './package-target.js';
import {ownFileRules, type PackagingOptions, packagingOf} from './packaging.js';
import {findPackingFile} from './packing-file.js';
import {runBuilds} from './run-builds.js';

/** What is lighter than this share of a package is summed up in the result. */
const LISTED_SHARE = 0.000_5;

interface PackageOptions extends PackagingOptions {
  readonly config?: string | undefined;
  readonly out?: string | undefined;
  readonly bundle?: string | undefined;
  readonly analyze: boolean;
  readonly treemap?: string | undefined;
  readonly architecture?: string | undefined;
  readonly layer?: string | undefined;
  readonly level: number;
  readonly 'dry-run': boolean;
}

export interface PackageResult {
  readonly packages: readonly PackageReport[];
  /** Present with --bundle. */
  readonly bundle?: BundleReport;
}

interface Packed {
  readonly report: PackageReport;
  readonly bundled: BundlePackage;
  /** Present when somebody wants to know what weighs what. */
  readonly tree?: SizeNode;
}

/** Packs folders into zips, or into one bundle; nothing leaves the machine. Throws the ReleaseError of what went wrong. */
export async function packageSources(
  session: Session,
  named: readonly string[],
  options: PackageOptions,
  signal: AbortSignal,
): Promise<PackageResult> {
  const {out, bundle, treemap, 'dry-run': dryRun} = options;
  const releaseFile = await findPackingFile(options.config, session);
  const targets = packageTargets(named, releaseFile, out);
  // Every place is checked before the first package is made: nobody waits for a zip that has none.
  const files = dryRun
    ? []
    : bundle === undefined
      ? targets.flatMap((each) => outputsOf(each, options))
      : [{what: 'the bundle', file: bundle}];
  const pictures = treemap === undefined ? [] : [{what: 'the treemap', file: treemap}];
  requireDistinctOutputs([...files, ...pictures]);
  if (!dryRun && out !== undefined && isOutFolder(out, targets.length)) makeOutFolder(out);
  const built = targets.map(({name, settings}) => ({functionName: name, build: settings?.build}));
  await runBuilds(session, built, options, signal);
  for (const {name, source} of targets) {
    const rules = ownFileRules(source, [name], releaseFile);
    for (const {file} of [...files, ...pictures]) assertWritablePlace(source, file, rules);
  }
  const packed: Packed[] = [];
  for (const target of targets) packed.push(await packTarget(session, {...target, releaseFile}, options, signal));
  if (treemap !== undefined) {
    const trees = packed.flatMap(({tree}) => (tree ? [tree] : []));
    await writePackageFile(treemap, Buffer.from(await treemapPage(trees)));
  }
  const packages = packed.map(({report}) => report);
  if (dryRun || bundle === undefined) return {packages};
  const bundled = packed.map((each) => each.bundled);
  return {packages, bundle: await writeBundleFile(bundle, bundled, releaseFile, session)};
}

/** What is written of a function. */
function outputsOf({name, file, settings}: PackageTarget, {layer}: PackageOptions) {
  const own = {what: `the package of ${name}`, file};
  if (layer === undefined && settings?.layer === undefined) return [own];
  return [own, {what: `the layer of ${name}`, file: layerFileOf(file)}];
}

async function packTarget(
  session: Session,
  {name, source, file, settings, releaseFile}: PackageTarget & {readonly releaseFile: ReleaseFile | undefined},
  options: PackageOptions,
  signal: AbortSignal,
): Promise<Packed> {
  const {architecture = settings?.architecture, level} = options;
  const packaging = packagingOf({...settings, functionName: name, source, architecture}, options, releaseFile);
  const setting = options.layer === undefined ? settings?.layer : {};
  const fetched = await fetchSource(session, source, signal);
  const packed = await packFunction({...packaging, fetched, level, sink: session.events, signal}, setting);
  const {layer} = packed;
  const {zip, contents, binaries, zipPaths, emptyPaths, ...built} = packed.package;
  const tree = options.analyze || options.treemap !== undefined ? sizeTree(name, contents()) : undefined;
  const {handler, runtime} = settings?.configuration ?? {};
  const missing = missingHandler({functionName: name, handler, runtime, zipPaths, emptyPaths});
  if (missing) session.events.emit({type: 'warning', code: missing.code, message: missing.message});
  const writesFile = !options['dry-run'] && options.bundle === undefined;
  if (writesFile) await writePackageFile(file, zip);
  if (writesFile && layer) await writePackageFile(layerFileOf(file), layer.zip);
  return {
    report: {
      name,
      source,
      ...(writesFile && {file}),
      ...built,
      ...(layer && {layer: toLayerReport(layer, writesFile ? layerFileOf(file) : undefined)}),
      ...(options.analyze && tree && {tree: prunedTree(tree, LISTED_SHARE)}),
    },
    bundled: {functionName: name, zip, ...built, binaries, layer},
    ...(tree && {tree}),
  };
}
