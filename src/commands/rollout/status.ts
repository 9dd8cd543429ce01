import {analysisFlags} from '../../lib/cli/analysis-flags.js';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags} from '../../lib/cli/flags.js';
import {type RolloutStatusReport, rolloutStatusText} from '../../lib/report/result/status/rollout-status-text.js';
import {rolloutStatus} from '../../lib/service/rollout/status.js';

export default class RolloutStatus extends BaseCommand<RolloutStatusReport> {
  static override summary = 'Where a rollout stands: its step, since when, and what the judge says now.';
  static override description =
    'Reads the alias and judges the rollout afresh from CloudWatch, as its own process would. Changes nothing, and works ' +
    'on a rollout that any other terminal or job has begun.';
  static override examples = ['<%= config.bin %> <%= command.id %> checkout:live'];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    ...analysisFlags,
    ...awsFlags,
  };

  protected override readonly isOnCall = true;

  async run(): Promise<RolloutStatusReport> {
    const {args, flags} = await this.parse(RolloutStatus);
    return this.serve(flags, (session, signal) => rolloutStatus(session, args.alias, flags, signal));
  }

  protected toText(report: RolloutStatusReport): string {
    return rolloutStatusText(report);
  }
}
