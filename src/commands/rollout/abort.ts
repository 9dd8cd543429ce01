import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags, journalFlag} from '../../lib/cli/flags.js';
import {withSignals} from '../../lib/cli/signals.js';
import {abortRollout} from '../../lib/execute/rollout/abort.js';
import {toMoveError} from '../../lib/execute/rollout/release-error.js';
import {formatAliasRef} from '../../lib/model/function-ref.js';

interface AbortReport {
  readonly functionName: string;
  readonly alias: string;
  /** False when no rollout was running. */
  readonly changed: boolean;
  /** The version that has all traffic. */
  readonly stable: string;
}

export default class RolloutAbort extends BaseCommand<AbortReport> {
  static override summary = 'Stop a rollout: all traffic to stable, at once.';
  static override description =
    'Works from the alias alone, on a rollout that any other terminal or job has begun, also after that one died. The ' +
    "alias's own description is given back. It asks nothing, because it only restores; without a rollout it changes " +
    'nothing and ends with 0. Weights that somebody else has set are refused.';
  static override examples = ['<%= config.bin %> <%= command.id %> checkout:live'];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {...awsFlags, journal: journalFlag};

  async run(): Promise<AbortReport> {
    const {args, flags} = await this.parse(RolloutAbort);
    const session = await this.open(flags);
    return withSignals(async (signal) => {
      const outcome = await abortRollout({...session, events: session.sink}, args.alias, signal);
      if (outcome.kind !== 'done') throw toMoveError(args.alias, outcome);
      return {...args.alias, changed: outcome.changed, stable: outcome.alias.stable};
    });
  }

  protected toText({changed, stable, ...ref}: AbortReport): string {
    return changed
      ? `${formatAliasRef(ref)}: aborted, version ${stable} has all traffic.`
      : `${formatAliasRef(ref)} is in no rollout; version ${stable} has all traffic.`;
  }
}
