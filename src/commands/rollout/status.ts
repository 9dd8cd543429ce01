import {analysisFlags} from '../../lib/cli/analysis-flags.js';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags, configFlag} from '../../lib/cli/flags.js';
import {toRolloutPolicy} from '../../lib/cli/rollout-flags.js';
import {withSignals} from '../../lib/cli/signals.js';
import {findReleaseFile} from '../../lib/config/load-release-file.js';
import {RefusedError} from '../../lib/errors.js';
import {observeRolloutStatus} from '../../lib/execute/rollout/status.js';
import {formatAliasRef} from '../../lib/model/function-ref.js';
import {
  type RolloutStatusReport,
  rolloutStatusText,
  toRolloutStatusReport,
} from '../../lib/report/result/status/rollout-status-text.js';

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
    config: configFlag,
  };

  async run(): Promise<RolloutStatusReport> {
    const {args, flags} = await this.parse(RolloutStatus);
    const session = await this.open(flags);
    const file = await findReleaseFile(flags.config, process.cwd());
    const {settings} = toRolloutPolicy(flags, file);
    return withSignals(async (signal) => {
      const status = await observeRolloutStatus(session, args.alias, settings, signal);
      if (status.alias === undefined) {
        const name = formatAliasRef(args.alias);
        throw new RefusedError(`${name} does not exist.`, {
          code: 'ALIAS_NOT_FOUND',
          suggestions: [`See the aliases there are: lambda-release status ${args.alias.functionName}`],
        });
      }
      if (status.sameSettings === false) {
        session.sink.emit({
          type: 'warning',
          code: 'OTHER_SETTINGS',
          message: 'The rollout was begun with other analysis settings than these; its own process judges by those.',
        });
      }
      return toRolloutStatusReport(status, status.alias);
    });
  }

  protected toText(report: RolloutStatusReport): string {
    return rolloutStatusText(report);
  }
}
