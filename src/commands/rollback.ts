import {BaseCommand} from '../lib/cli/base-command.js';
import {
  aliasArg,
  awsFlags,
  dryRunFlag,
  releaseEventFlags,
  releaseFlag,
  workReportFlag,
  yesFlag,
} from '../lib/cli/flags/flags.js';
import {type MoveReport, moveText} from '../lib/report/result/rollout/move-text.js';
import {rollBack} from '../lib/service/rollout/rollback.js';

export default class Rollback extends BaseCommand<MoveReport> {
  static override summary = 'Go back to the version that had all traffic before.';
  static override description =
    'The alias remembers which versions had all its traffic; a version that was rolled back is not among them. A rollout ' +
    'that still runs is aborted instead. The target must be Active. What lives outside versions does not come back: ' +
    'reserved concurrency, tags, triggers, permissions.';
  static override examples = [
    {description: 'Where it was.', command: '<%= config.bin %> <%= command.id %> checkout:live'},
    {description: 'To a version of your choice.', command: '<%= config.bin %> <%= command.id %> checkout:live --to 6'},
    {
      description: 'To the newest version of a commit.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --to 1a2b3c4',
    },
  ];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    to: releaseFlag({
      summary: 'Version or git commit to go back to; without it the version that had all traffic before.',
      description:
        'A commit is seven digits or more of its id, as versions of lambda-release note it, and stands for the newest of its ' +
        'versions. Digits alone are a version: write git:1234567 for such a commit.',
    }),
    ...awsFlags,
    'dry-run': dryRunFlag,
    ...releaseEventFlags,
    report: workReportFlag(),
    yes: yesFlag,
  };

  protected override readonly isOnCall = true;

  async run(): Promise<MoveReport> {
    const {args, flags} = await this.parse(Rollback);
    const request = {ref: args.alias, to: flags.to, dryRun: flags['dry-run']};
    return this.serve(flags, (session, signal) => rollBack(session, request, signal));
  }

  protected toText(report: MoveReport): string {
    return moveText(report);
  }
}
