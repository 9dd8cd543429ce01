import {Args} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, eventFlags, functionNameArg, yesFlag} from '../../lib/cli/flags/flags.js';
import {type PrunedPreviewsReport, prunedPreviewsText} from '../../lib/report/result/preview/pruned-text.js';
import {prunePreviews} from '../../lib/service/preview/prune.js';

export default class PreviewPrune extends BaseCommand<PrunedPreviewsReport> {
  static override summary = 'Take previews away: those that are named, or all whose time is over.';
  static override description =
    'Deletes the function URL, the permission of everybody and the alias, in this order, and goes on where it was when it is ' +
    'run again. An alias that is no preview is refused. Versions stay; "versions prune" takes those that nothing needs any more.';
  static override examples = [
    {description: 'All that have expired.', command: '<%= config.bin %> <%= command.id %> checkout --yes'},
    {
      description: 'That of a branch which was merged.',
      command: '<%= config.bin %> <%= command.id %> checkout feature/cart --yes',
    },
  ];
  static override args = {
    function: functionNameArg({required: true}),
    name: Args.string({
      description: 'Names of previews, expired or not; those that have expired without any.',
      multiple: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {...awsFlags, 'dry-run': dryRunFlag, ...eventFlags, yes: yesFlag};

  async run(): Promise<PrunedPreviewsReport> {
    const {args, flags} = await this.parse(PreviewPrune);
    return this.serve(flags, (session, signal) =>
      prunePreviews(session, args.function, args.name ?? [], flags, signal),
    );
  }

  protected toText(report: PrunedPreviewsReport): string {
    return prunedPreviewsText(report);
  }
}
