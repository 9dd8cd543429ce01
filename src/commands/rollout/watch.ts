import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags, durationFlag, followFlags, workReportFlag} from '../../lib/cli/flags/flags.js';
import {resumeFlags} from '../../lib/cli/flags/rollout.js';
import {promotedText, type RolloutReport} from '../../lib/report/result/rollout/rollout-text.js';
import {watch} from '../../lib/service/rollout/watch.js';

const {
  'on-inconclusive': _inconclusive,
  'on-interrupt': _interrupt,
  'promote-early': _early,
  ...judgeFlags
} = resumeFlags();

export default class RolloutWatch extends BaseCommand<RolloutReport> {
  static override summary = "Follow a rollout until it ends, and end with the rollout's exit code.";
  static override description =
    'Looks at the alias and judges from CloudWatch as the process at work does; it never writes. Ends with 0 when the ' +
    'version is promoted, 5 when it is taken back, 6 when somebody else took the alias over, 7 when the rollout is held or ' +
    '--wait runs out, and 3 when there is no rollout. When nobody seems to work on the rollout, it says so.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout:live',
    {description: 'For an hour at most.', command: '<%= config.bin %> <%= command.id %> checkout:live --wait 1h'},
  ];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    ...judgeFlags,
    wait: durationFlag({summary: 'How long to look at most; then end with 7.', env: 'LAMBDA_RELEASE_WAIT'}),
    ...awsFlags,
    ...followFlags,
    report: workReportFlag(),
  };

  protected override readonly isOnCall = true;

  async run(): Promise<RolloutReport> {
    const {args, flags} = await this.parse(RolloutWatch);
    return this.serve(flags, (session, signal) => watch(session, args.alias, flags, signal));
  }

  protected toText(report: RolloutReport): string {
    return promotedText(report);
  }
}
