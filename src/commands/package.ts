import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {type BundleReport, writeBundleFile} from '../lib/cli/bundle-file.js';
import {configFlag, dryRunFlag, journalFlag} from '../lib/cli/flags.js';
import {packageTargets} from '../lib/cli/package-target.js';
import {withSignals} from '../lib/cli/signals.js';
import {findReleaseFile} from '../lib/config/load-release-file.js';
import {buildDeploymentPackage} from '../lib/package/build-deployment-package.js';
import type {BundlePackage} from '../lib/package/bundle.js';
import {assertWritablePlace, writePackageFile} from '../lib/package/write-package-file.js';
import {bundleText, type PackageReport, packageText} from '../lib/report/result/package-text.js';

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
    {description: 'Pack every function of release.yml.', command: '<%= config.bin %> <%= command.id %> --out build'},
    {
      description: 'One file for the jobs that release.',
      command: '<%= config.bin %> <%= command.id %> --bundle release.zip',
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
      summary: 'Zip to write, or an existing folder for it; <name>.zip here without it.',
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
    level: Flags.integer({
      summary: "zlib's level: 0 stores, 9 is smallest and slowest.",
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

    return withSignals(async (signal) => {
      const packages: PackageReport[] = [];
      const bundled: BundlePackage[] = [];
      for (const {name, source, file} of targets) {
        const request = {sourceDir: source, functionName: name, level: flags.level, sink: session.sink, signal};
        const {zip, ...built} = await buildDeploymentPackage(request);
        const writesFile = !dryRun && flags.bundle === undefined;
        if (writesFile) await writePackageFile(file, zip);
        packages.push({name, source, ...(writesFile && {file}), ...built});
        bundled.push({functionName: name, zip, ...built});
      }
      if (dryRun || flags.bundle === undefined) return {packages};
      return {packages, bundle: await writeBundleFile(flags.bundle, bundled, releaseFile)};
    });
  }

  protected toText({packages, bundle}: PackageResult): string {
    return [...packages.map((report) => packageText(report)), ...(bundle ? [bundleText(bundle)] : [])].join('\n\n');
  }
}
