import {BaseCommand} from '../lib/cli/base-command.js';
import {
  aliasArg,
  awsFlags,
  dryRunFlag,
  releaseEventFlags,
  trafficArg,
  workReportFlag,
  yesFlag,
} from '../lib/cli/flags/flags.js';
import {type MoveReport, moveText} from '../lib/report/result/rollout/move-text.js';
import {shift} from '../lib/service/rollout/shift.js';

export default class Shift extends BaseCommand<MoveReport> {
  static override summary = 'Move traffic once: 8@10 gives version 8 10 %, 7@90 8@10 says both, 8 gives it all.';
  static override description =
    'One guarded write of the whole routing. Nothing is judged and nothing rolls back by itself: use "rollout start" for ' +
    'that. Asking for what is there already changes nothing and ends with 0. A running rollout, and weights that somebody ' +
    'else has set, are only walked over by a split that settles them.';
  static override examples = [
    {description: 'A tenth for version 8.', command: '<%= config.bin %> <%= command.id %> checkout:live 8@10'},
    {
      description: 'Both shares, as they are to be.',
      command: '<%= config.bin %> <%= command.id %> checkout:live 7@90 8@10',
    },
    {description: 'All of it, in a script.', command: '<%= config.bin %> <%= command.id %> checkout:live 8 --yes'},
  ];
  static override args = {alias: aliasArg({required: true}), split: trafficArg({required: true, multiple: true})};
  static override flags = {
    ...awsFlags,
    'dry-run': dryRunFlag,
    ...releaseEventFlags,
    report: workReportFlag(),
    yes: yesFlag,
  };

  protected override readonly isOnCall = true;

  async run(): Promise<MoveReport> {
    const {args, flags} = await this.parse(Shift);
    const request = {ref: args.alias, specs: args.split, dryRun: flags['dry-run']};
    return this.serve(flags, (session, signal) => shift(session, request, signal));
  }

  protected toText(report: MoveReport): string {
    return moveText(report);
  }
}
