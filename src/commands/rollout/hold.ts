import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags, durationFlag, releaseEventFlags, workReportFlag} from '../../lib/cli/flags/flags.js';
import {formatAliasRef} from '../../lib/model/function/ref.js';
import {describeRouting} from '../../lib/model/rollout/standing.js';
import {type HoldReport, hold} from '../../lib/service/rollout/hold.js';

export default class RolloutHold extends BaseCommand<HoldReport> {
  static override summary = 'Hold a rollout where it is, until somebody goes on or aborts it.';
  static override description =
    'Works from the alias alone. Traffic stays as it is; the process that works on the rollout sees the hold at its next ' +
    'poll and ends with 7. From then on nobody judges: go on with "rollout resume", or take it back with "rollout abort".';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout:live',
    {
      description: 'Until somebody decides, four hours at most.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --lease 4h',
    },
  ];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    lease: durationFlag({
      summary: 'Let AWS give stable all traffic when nobody has decided by then; without it a hold ends the lease.',
      helpGroup: 'ROLLOUT',
    }),
    ...awsFlags,
    ...releaseEventFlags,
    report: workReportFlag(),
  };

  protected override readonly isOnCall = true;

  async run(): Promise<HoldReport> {
    const {args, flags} = await this.parse(RolloutHold);
    return this.serve(flags, (session, signal) => hold(session, args.alias, flags, signal));
  }

  protected toText({changed, routing, leaseEndMs, ...ref}: HoldReport): string {
    const name = formatAliasRef(ref);
    const what = changed ? 'held' : 'held already';
    const lease =
      leaseEndMs === undefined
        ? ''
        : `\nUndecided at ${new Date(leaseEndMs).toISOString().slice(0, 16)}Z, stable gets all traffic.`;
    return `${name}: ${what}, ${describeRouting(routing)}.${lease}\nGo on with: lambda-release rollout resume ${name}`;
  }
}
