import {BaseCommand} from '../lib/cli/base-command.js';
import {aliasArg, awsFlags, dryRunFlag, journalFlag, trafficArg, yesFlag} from '../lib/cli/flags.js';
import {withSignals} from '../lib/cli/signals.js';
import {formatAliasRef} from '../lib/model/function-ref.js';
import {toTrafficSplit} from '../lib/model/rollout/traffic-spec.js';
import {observeRollout} from '../lib/observe/rollout/rollout.js';
import {toRefusedError} from '../lib/plan/refusal.js';
import {planShift} from '../lib/plan/rollout/shift.js';
import {type MoveReport, moveText} from '../lib/report/result/rollout/move-text.js';
import {carryOutMove} from '../lib/service/rollout/move.js';

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
  static override flags = {...awsFlags, 'dry-run': dryRunFlag, journal: journalFlag, yes: yesFlag};

  async run(): Promise<MoveReport> {
    const {args, flags} = await this.parse(Shift);
    const split = toTrafficSplit(args.split);
    const session = await this.open(flags);
    return withSignals(async (signal) => {
      const observed = await observeRollout(
        session,
        args.alias,
        split.map(({version}) => version),
        signal,
      );
      const planned = planShift(split, observed);
      if (!planned.ok) throw toRefusedError(planned.refusals);
      const question = `Move traffic of ${formatAliasRef(args.alias)}?`;
      return carryOutMove(session, planned.plan, {dryRun: flags['dry-run'], question}, signal);
    });
  }

  protected toText(report: MoveReport): string {
    return moveText(report);
  }
}
