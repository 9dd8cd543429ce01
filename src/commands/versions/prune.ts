import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, durationFlag, eventFlags, functionNameArg, yesFlag} from '../../lib/cli/flags/flags.js';
import {type PruneReport, pruneText} from '../../lib/report/result/versions/prune-text.js';
import {prune} from '../../lib/service/versions/prune.js';

const WEEK_MS = 7 * 86_400_000;

export default class VersionsPrune extends BaseCommand<PruneReport> {
  static override summary = 'Delete versions that nothing needs any more.';
  static override description =
    'Kept are: both sides of every alias, what a rollout or an alias\'s "[was …]" note names, versions with provisioned ' +
    'concurrency or an event source of their own, the newest version, a reserve to roll back to, and whatever is younger ' +
    'than the grace period. Every alias is looked at again right before each deletion. What is deleted cannot be restored.';
  static override examples = [
    {description: 'Show what would go.', command: '<%= config.bin %> <%= command.id %> checkout --dry-run'},
    {
      description: 'Keep ten to go back to, and everything of the last month.',
      command: '<%= config.bin %> <%= command.id %> checkout --keep 10 --grace 30d --yes',
    },
  ];
  static override args = {function: functionNameArg({required: true})};
  static override flags = {
    keep: Flags.integer({
      summary: 'How many of the newest versions that nothing points at are kept to go back to.',
      default: 5,
      min: 0,
      helpValue: 'COUNT',
    }),
    grace: durationFlag({
      summary: 'Keep what is younger than this.',
      default: WEEK_MS,
      defaultHelp: async () => '7d',
    }),
    ...awsFlags,
    'dry-run': dryRunFlag,
    ...eventFlags,
    yes: yesFlag,
  };

  async run(): Promise<PruneReport> {
    const {args, flags} = await this.parse(VersionsPrune);
    return this.serve(flags, (session, signal) => prune(session, args.function, flags, signal));
  }

  protected toText(report: PruneReport): string {
    return pruneText(report);
  }
}
