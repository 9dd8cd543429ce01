import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags, configFlag, durationFlag, journalFlag} from '../../lib/cli/flags.js';
import {resumeFlags, toRolloutPolicy} from '../../lib/cli/rollout-flags.js';
import {withSignals} from '../../lib/cli/signals.js';
import {findReleaseFile} from '../../lib/config/load-release-file.js';
import {HeldError} from '../../lib/errors.js';
import {toRolloutError} from '../../lib/execute/rollout/release-error.js';
import {watchRollout} from '../../lib/execute/rollout/watch.js';
import {formatDuration} from '../../lib/model/duration.js';
import {formatAliasRef} from '../../lib/model/function-ref.js';
import {toRefusedError} from '../../lib/plan/refusal.js';
import {promotedText, type RolloutReport} from '../../lib/report/result/rollout/rollout-text.js';

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
    config: configFlag,
    journal: journalFlag,
  };

  async run(): Promise<RolloutReport> {
    const {args, flags} = await this.parse(RolloutWatch);
    const session = await this.open(flags);
    const file = await findReleaseFile(flags.config, process.cwd());
    const {settings, waitMs} = toRolloutPolicy(flags, file);
    const {alias: ref} = args;
    const options = {ref, settings, ...(waitMs !== undefined && {waitMs})};
    return withSignals(async (signal) => {
      const outcome = await watchRollout({...session, events: session.sink}, options, signal);
      if (outcome.kind === 'refused') throw toRefusedError(outcome.refusals);
      if (outcome.kind === 'waitOver') {
        const name = formatAliasRef(ref);
        throw new HeldError(`${name}: its rollout is still under way after ${formatDuration(waitMs ?? 0)}.`, {
          code: 'WAIT_OVER',
          suggestions: [`Look again: lambda-release rollout watch ${name}`],
          traffic: 'held',
        });
      }
      const error = toRolloutError(outcome);
      if (error) throw error;
      return outcome.record;
    });
  }

  protected toText(report: RolloutReport): string {
    return promotedText(report);
  }
}
