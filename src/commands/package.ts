import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {configFlag, dryRunFlag, environmentFlag, journalFlag} from '../lib/cli/flags/flags.js';
import {packagingFlags} from '../lib/cli/flags/packaging.js';
import {layerFlag} from '../lib/cli/flags/release.js';
import {DEFAULT_LEVEL} from '../lib/package/zip/default-level.js';
import {bundleText, packageText} from '../lib/report/result/publish/package-text.js';
import {type PackageResult, packageSources} from '../lib/service/publish/package.js';

export default class Package extends BaseCommand<PackageResult> {
  static override summary = 'Pack folders into deployment packages; nothing leaves the machine.';
  static override description =
    'What a package is, is told by contentDigest: paths, modes and contents, the same on every machine and Node.js. ' +
    'codeSha256 is that of the zip, and what AWS reports of it. ' +
    'What .lambdaignore names (in the syntax of .gitignore) is left out, and so are .git, .env files, private keys and ' +
    'what lambda-release itself has written. ' +
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
      description: 'Folder or archive, or function of the release file; all of its functions without any.',
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
      default: DEFAULT_LEVEL,
      min: 0,
      max: 9,
    }),
    environment: environmentFlag,
    config: configFlag,
    journal: journalFlag,
    'dry-run': dryRunFlag,
  };

  async run(): Promise<PackageResult> {
    const {args, flags} = await this.parse(Package);
    return this.serve(flags, (session, signal) => packageSources(session, args.source ?? [], flags, signal));
  }

  protected toText({packages, bundle}: PackageResult): string {
    return [...packages.map((report) => packageText(report)), ...(bundle ? [bundleText(bundle)] : [])].join('\n\n');
  }
}
