import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags, dryRunFlag, journalFlag, yesFlag} from '../../lib/cli/flags.js';
import {carryOutMove} from '../../lib/cli/move.js';
import {withSignals} from '../../lib/cli/signals.js';
import {formatAliasRef} from '../../lib/model/function-ref.js';
import {observeRollout} from '../../lib/observe/rollout.js';
import {planPromote} from '../../lib/plan/promote.js';
import {toRefusedError} from '../../lib/plan/refusal.js';
import {type MoveReport, moveText} from '../../lib/report/result/move-text.js';

export default class RolloutPromote extends BaseCommand<MoveReport> {
  static override summary = 'Give the candidate of a running rollout all traffic now.';
  static override description =
    'Works from the alias alone, on a rollout that any other terminal or job has begun. The remaining steps are skipped ' +
    'and nothing is judged any more; a process that still works on the rollout sees it and ends well. While a rollout ' +
    'is being watched after 100 %, this ends the watch.';
  static override examples = ['<%= config.bin %> <%= command.id %> checkout:live'];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {...awsFlags, 'dry-run': dryRunFlag, journal: journalFlag, yes: yesFlag};

  async run(): Promise<MoveReport> {
    const {args, flags} = await this.parse(RolloutPromote);
    const session = await this.open(flags);
    return withSignals(async (signal) => {
      const planned = planPromote(await observeRollout(session, args.alias, [], signal));
      if (!planned.ok) throw toRefusedError(planned.refusals);
      const question = `Promote ${formatAliasRef(args.alias)} without judging it any further?`;
      return carryOutMove(session, planned.plan, {dryRun: flags['dry-run'], question}, signal);
    });
  }

  protected toText(report: MoveReport): string {
    return moveText(report);
  }
}
