import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, functionNameArg, versionArg} from '../../lib/cli/flags/flags.js';
import type {ExitCode} from '../../lib/errors.js';
import type {VersionDiff} from '../../lib/plan/versions/version-pair.js';
import {versionDiffText} from '../../lib/report/result/versions/version-diff-text.js';
import {diffVersions} from '../../lib/service/versions/versions.js';

/** What scripts are told with --exit-code. */
const DIFFERENT: ExitCode = 9;

export default class VersionsDiff extends BaseCommand<VersionDiff> {
  static override summary = 'What changes from one version to another: configuration and files.';
  static override description =
    'Configuration is compared field by field; of environment variables only names are shown. When the packages differ ' +
    'both are downloaded and compared by the checksums in their zip directories. Reads only.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout 7 8',
    {
      description: 'In a script: 0 when they are the same, 9 when they differ.',
      command: '<%= config.bin %> <%= command.id %> checkout 7 8 --exit-code --quiet',
    },
  ];
  static override args = {
    function: functionNameArg({required: true}),
    from: versionArg({description: 'Version to compare from.', required: true}),
    to: versionArg({description: 'Version to compare to.', required: true}),
  };
  static override flags = {
    'exit-code': Flags.boolean({summary: 'End with 9 when the versions differ.'}),
    files: Flags.boolean({summary: 'Compare the files in the packages, too.', allowNo: true, default: true}),
    ...awsFlags,
  };

  protected override readonly isOnCall = true;

  async run(): Promise<VersionDiff> {
    const {args, flags} = await this.parse(VersionsDiff);
    const request = {functionName: args.function, from: args.from, to: args.to, files: flags.files};
    const diff = await this.serve(flags, (session, signal) => diffVersions(session, request, signal));
    if (flags['exit-code'] && !diff.identical) process.exitCode = DIFFERENT;
    return diff;
  }

  protected toText(report: VersionDiff): string {
    return versionDiffText(report);
  }
}
