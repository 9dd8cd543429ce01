import {BaseCommand} from '../lib/cli/base-command.js';
import {aliasArg, awsFlags, dryRunFlag, journalFlag, versionFlag, yesFlag} from '../lib/cli/flags.js';
import {carryOutMove} from '../lib/cli/move.js';
import {withSignals} from '../lib/cli/signals.js';
import {formatAliasRef} from '../lib/model/function-ref.js';
import {observeRollback} from '../lib/observe/rollback.js';
import {toRefusedError} from '../lib/plan/refusal.js';
import {planRollback} from '../lib/plan/rollback.js';
import {type MoveReport, moveText} from '../lib/report/result/move-text.js';

export default class Rollback extends BaseCommand<MoveReport> {
  static override summary = 'Go back to the version that had all traffic before.';
  static override description =
    'The alias remembers which versions had all its traffic; a version that was rolled back is not among them. A rollout ' +
    'that still runs is aborted instead. The target must be Active. What lives outside versions does not come back: ' +
    'reserved concurrency, tags, triggers, permissions.';
  static override examples = [
    {description: 'Where it was.', command: '<%= config.bin %> <%= command.id %> checkout:live'},
    {description: 'To a version of your choice.', command: '<%= config.bin %> <%= command.id %> checkout:live --to 6'},
  ];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    to: versionFlag({summary: 'Version to go back to; the one that had all traffic before without it.'}),
    ...awsFlags,
    'dry-run': dryRunFlag,
    journal: journalFlag,
    yes: yesFlag,
  };

  async run(): Promise<MoveReport> {
    const {args, flags} = await this.parse(Rollback);
    const session = await this.open(flags);
    return withSignals(async (signal) => {
      const observed = await observeRollback(session, args.alias, flags.to, signal);
      const planned = planRollback(observed, flags.to);
      if (!planned.ok) throw toRefusedError(planned.refusals);
      const question = `Take ${formatAliasRef(args.alias)} back?`;
      return carryOutMove(session, planned.plan, {dryRun: flags['dry-run'], question}, signal);
    });
  }

  protected toText(report: MoveReport): string {
    return moveText(report);
  }
}
