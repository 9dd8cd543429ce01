import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {configFlag, dryRunFlag, journalFlag} from '../lib/cli/flags.js';
import {packagingFlags, packagingOf} from '../lib/cli/packaging-flags.js';
import {layerFlag} from '../lib/cli/release-flags.js';
import {withSignals} from '../lib/cli/signals.js';
import {findReleaseFile} from '../lib/config/load-release-file.js';
import type {BundlePackage} from '../lib/package/bundle/bundle.js';
import {prunedTree, type SizeNode, sizeTree} from '../lib/package/inspect/size-tree.js';
import {assertWritablePlace, writePackageFile} from '../lib/package/write-package-file.js';
import {toLayerReport} from '../lib/report/result/publish/layer-package-text.js';
import {bundleText, type PackageReport, packageText} from '../lib/report/result/publish/package-text.js';
import {treemapPage} from '../lib/report/treemap-page.js';
import {type BundleReport, writeBundleFile} from '../lib/service/publish/bundle-file.js';
import {packFunction} from '../lib/service/publish/pack-function.js';
import {layerFileOf, packageTargets} from '../lib/service/publish/package-target.js';

/** What is lighter than this share of a package is summed up in the result. */
const LISTED_SHARE = 0.000_5;

interface PackageResult {
  readonly packages: readonly PackageReport[];
  /** Present with --bundle. */
  readonly bundle?: BundleReport;
}

export default class Package extends BaseCommand<PackageResult> {
  static override summary = 'Pack folders into deployment packages; nothing leaves the machine.';
  static override description =
    'The same files give the same bytes, from any machine and checkout: codeSha256 is what AWS will report. ' +
    'What .lambdaignore names (in the syntax of .gitignore) is left out, and so are .git, .env files and private keys. ' +
    "Sizes are checked against AWS's limits.";
  static override examples = [
    {description: 'Pack a folder.', command: '<%= config.bin %> <%= command.id %> dist --out function.zip'},
    {description: 'Pack every function of release.yml.', command: '<%= config.bin %> <%= command.id %> --out build/'},
    {
      description: 'One file for the jobs that release.',
      command: '<%= config.bin %> <%= command.id %> --bundle release.zip',
    },
    {
      description: 'See what weighs what.',
      command: '<%= config.bin %> <%= command.id %> dist --dry-run --analyze --treemap sizes.html',
    },
    {description: 'Only look at sizes.', command: '<%= config.bin %> <%= command.id %> dist --dry-run'},
  ];
  static override args = {
    source: Args.string({
      description: 'Folder, or function of the release file; all of its functions without any.',
      multiple: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {
    out: Flags.string({
      char: 'o',
      summary: 'Zip to write, or a folder for it, with a slash at its end; <name>.zip here without it.',
      helpValue: 'FILE',
    }),
    bundle: Flags.string({
      summary: 'Write one release bundle with every package, the release file and the commit.',
      description:
        'One file from the job that builds to the jobs that release: "deploy --bundle" verifies every digest in it and ' +
        'releases exactly those bytes, in another job, account or region.',
      helpValue: 'FILE',
      exclusive: ['out'],
    }),
    analyze: Flags.boolean({
      summary: 'Tell what weighs what, zipped and unzipped, as a tree.',
      env: 'LAMBDA_RELEASE_ANALYZE',
    }),
    treemap: Flags.string({
      summary: 'Write what weighs what as a picture, one HTML file that needs nothing else.',
      helpValue: 'FILE.html',
    }),
    architecture: Flags.string({
      summary: 'Instruction set that compiled files must be for; the release file says it too.',
      options: ['x86_64', 'arm64'],
    }),
    layer: layerFlag,
    ...packagingFlags,
    level: Flags.integer({
      summary: 'How hard to compress: 0 stores, 9 is smallest and slowest.',
      env: 'LAMBDA_RELEASE_LEVEL',
      default: 6,
      min: 0,
      max: 9,
    }),
    config: configFlag,
    journal: journalFlag,
    'dry-run': dryRunFlag,
  };

  async run(): Promise<PackageResult> {
    const {args, flags} = await this.parse(Package);
    const session = await this.open(flags);
    const releaseFile = await findReleaseFile(flags.config, process.cwd());
    const targets = packageTargets(args.source ?? [], releaseFile, flags.out);
    const dryRun = flags['dry-run'];
    // Every place is checked before the first package is made: nobody waits for a zip that has none.
    if (!dryRun) for (const {source, file} of targets) assertWritablePlace(source, flags.bundle ?? file);
    if (flags.treemap !== undefined) for (const {source} of targets) assertWritablePlace(source, flags.treemap);

    return withSignals(async (signal) => {
      const packages: PackageReport[] = [];
      const bundled: BundlePackage[] = [];
      const trees: SizeNode[] = [];
      const analyzes = flags.analyze || flags.treemap !== undefined;
      for (const {name, source, file, settings} of targets) {
        const {architecture = settings?.architecture} = flags;
        const packaging = packagingOf({...settings, functionName: name, source, architecture}, flags);
        const request = {...packaging, level: flags.level, sink: session.sink, signal};
        const setting = flags.layer === undefined ? settings?.layer : {};
        const {package: deploymentPackage, layer} = await packFunction(request, setting);
        const {zip, contents, binaries, ...built} = deploymentPackage;
        const tree = analyzes ? sizeTree(name, contents()) : undefined;
        if (tree) trees.push(tree);
        const writesFile = !dryRun && flags.bundle === undefined;
        if (writesFile) await writePackageFile(file, zip);
        if (writesFile && layer) await writePackageFile(layerFileOf(file), layer.zip);
        packages.push({
          name,
          source,
          ...(writesFile && {file}),
          ...built,
          ...(layer && {layer: toLayerReport(layer, writesFile ? layerFileOf(file) : undefined)}),
          ...(flags.analyze && tree && {tree: prunedTree(tree, LISTED_SHARE)}),
        });
        bundled.push({functionName: name, zip, ...built, binaries, layer});
      }
      if (flags.treemap !== undefined) {
        await writePackageFile(flags.treemap, Buffer.from(await treemapPage(trees)));
      }
      if (dryRun || flags.bundle === undefined) return {packages};
      return {packages, bundle: await writeBundleFile(flags.bundle, bundled, releaseFile)};
    });
  }

  protected toText({packages, bundle}: PackageResult): string {
    return [...packages.map((report) => packageText(report)), ...(bundle ? [bundleText(bundle)] : [])].join('\n\n');
  }
}
