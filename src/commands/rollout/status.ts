import {BaseCommand} from '../../lib/cli/base-command.js';
import {analysisFlags} from '../../lib/cli/flags/analysis.js';
import {aliasArg, awsFlags, reportFlag} from '../../lib/cli/flags/flags.js';
import {type RolloutStatusReport, rolloutStatusText} from '../../lib/report/result/status/rollout-status-text.js';
import {reportRollout} from '../../lib/service/report/report.js';
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
    report: reportFlag(),
  };

  protected override readonly isOnCall = true;

  async run(): Promise<RolloutStatusReport> {
    const {args, flags} = await this.parse(RolloutStatus);
    const {report: out, ...asked} = flags;
    return this.serve(asked, async (session, signal) => {
      const status = await rolloutStatus(session, args.alias, asked, signal);
      const options = {...asked, out, tool: this.config.version, placed: this.placed};
      if (out) await reportRollout(session, args.alias, options, signal);
      return status;
    });
  }

  protected toText(report: RolloutStatusReport): string {
    return rolloutStatusText(report);
  }
}
