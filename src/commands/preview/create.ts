import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {checkFlags} from '../../lib/cli/flags/check.js';
import {
  awsFlags,
  dryRunFlag,
  durationFlag,
  functionNameArg,
  releaseEventFlags,
  versionFlag,
  yesFlag,
} from '../../lib/cli/flags/flags.js';
import {type PreviewReport, previewText} from '../../lib/report/result/preview/preview-text.js';
import {createPreviewOf} from '../../lib/service/preview/create.js';

const WEEK_MS = 7 * 86_400_000;

export default class PreviewCreate extends BaseCommand<PreviewReport> {
  static override summary = 'Give a version an address of its own, beside production.';
  static override description =
    'An alias "preview-NAME" and its function URL: no production caller is on it. The smoke tests of the release file come ' +
    'first. Again with another version it moves the same address there. Callers sign their requests (AWS_IAM), unless ' +
    '--public opens it to everybody. It runs with the role, the environment and the data of its version.';
  static override examples = [
    {
      description: 'Version 7, by the name of a branch, for a week.',
      command: '<%= config.bin %> <%= command.id %> checkout feature/cart --version 7',
    },
    {
      description: 'Open to everybody for a day.',
      command: '<%= config.bin %> <%= command.id %> checkout pr-12 --version 7 --public --expires 1d --yes',
    },
  ];
  static override args = {
    function: functionNameArg({required: true}),
    name: Args.string({
      description: 'Name of the preview: a branch, a pull request.',
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {
    version: versionFlag({
      summary: 'Published version to show; "publish" makes one without any traffic.',
      required: true,
    }),
    expires: durationFlag({
      summary: 'How long it is meant to stay; "preview prune" takes it away after that.',
      default: WEEK_MS,
      defaultHelp: async () => '7d',
    }),
    public: Flags.boolean({summary: 'Let everybody on the internet call it, without credentials. Asks.'}),
    smoke: checkFlags.smoke,
    ...awsFlags,
    'dry-run': dryRunFlag,
    ...releaseEventFlags,
    yes: yesFlag,
  };

  async run(): Promise<PreviewReport> {
    const {args, flags} = await this.parse(PreviewCreate);
    return this.serve(flags, (session, signal) => createPreviewOf(session, args.function, args.name, flags, signal));
  }

  protected toText(report: PreviewReport): string {
    return previewText(report);
  }
}
