import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags, releaseEventFlags, workReportFlag} from '../../lib/cli/flags/flags.js';
import {formatAliasRef} from '../../lib/model/function/ref.js';
import {type AbortReport, abort} from '../../lib/service/rollout/abort.js';

export default class RolloutAbort extends BaseCommand<AbortReport> {
  static override summary = 'Stop a rollout: all traffic to stable, at once.';
  static override description =
    'Works from the alias alone, on a rollout that any other terminal or job has begun, also after that one died. The ' +
    "alias's own description is given back. It asks nothing, because it only restores; without a rollout it changes " +
    'nothing and ends with 0. Weights that somebody else has set are refused.';
  static override examples = ['<%= config.bin %> <%= command.id %> checkout:live'];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {...awsFlags, ...releaseEventFlags, report: workReportFlag()};

  protected override readonly isOnCall = true;

  async run(): Promise<AbortReport> {
    const {args, flags} = await this.parse(RolloutAbort);
    return this.serve(flags, (session, signal) => abort(session, args.alias, signal));
  }

  protected toText({changed, stable, ...ref}: AbortReport): string {
    return changed
      ? `${formatAliasRef(ref)}: aborted, version ${stable} has all traffic.`
      : `${formatAliasRef(ref)} is in no rollout; version ${stable} has all traffic.`;
  }
}
