import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {hookFlags, toRolloutChecks} from '../../lib/cli/check-flags.js';
import {aliasArg, awsFlags, configFlag, dryRunFlag, journalFlag, yesFlag} from '../../lib/cli/flags.js';
import {resumeFlags, toRolloutPolicy} from '../../lib/cli/rollout-flags.js';
import {newRunner} from '../../lib/cli/runner.js';
import {withSignals} from '../../lib/cli/signals.js';
import {findReleaseFile} from '../../lib/config/load-release-file.js';
import {toRolloutError} from '../../lib/execute/rollout/release-error.js';
import {runRollout} from '../../lib/execute/rollout/rollout.js';
import {formatAliasRef} from '../../lib/model/function-ref.js';
import {observeRollout} from '../../lib/observe/rollout/rollout.js';
import {toRefusedError} from '../../lib/plan/refusal.js';
import {planResume} from '../../lib/plan/rollout/resume.js';
import {
  type RolloutPreview,
  resumePlanText,
  toRolloutPreview,
} from '../../lib/report/result/rollout/rollout-plan-text.js';
import {type RolloutReport, rolloutText, toRolloutReport} from '../../lib/report/result/rollout/rollout-text.js';

interface RolloutResumeResult {
  readonly plan: RolloutPreview;
  readonly dryRun: boolean;
  /** Absent with --dry-run. */
  readonly rollout?: RolloutReport;
}

export default class RolloutResume extends BaseCommand<RolloutResumeResult> {
  static override summary = 'Go on with a rollout whose process died, was held or was detached.';
  static override description =
    'Works from the alias alone: the steps and the watch are those it was begun with, and it is judged with all the data ' +
    'since its start. Its first write names this process in the alias. A process that still works on the rollout sees that ' +
    'and ends with 6 without touching anything; of two that resume at once, exactly one goes on. A held rollout goes on ' +
    'from its step.';
  static override examples = [
    {description: 'After its job has died.', command: '<%= config.bin %> <%= command.id %> checkout:live'},
    {
      description: 'In a pipeline job that may take half an hour; the next one goes on again.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --wait 30m --yes',
    },
  ];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    ...resumeFlags(),
    ...hookFlags,
    'accept-settings': Flags.boolean({
      summary: 'Judge by these analysis settings although the rollout was begun with others.',
    }),
    ...awsFlags,
    config: configFlag,
    'dry-run': dryRunFlag,
    journal: journalFlag,
    yes: yesFlag,
  };

  /** The plan for people: it says more than the preview. */
  #planText = '';

  async run(): Promise<RolloutResumeResult> {
    const {args, flags} = await this.parse(RolloutResume);
    const session = await this.open(flags);
    const file = await findReleaseFile(flags.config, process.cwd());
    const {alias: ref} = args;
    const name = formatAliasRef(ref);
    const {hooks} = await toRolloutChecks({...flags, smoke: []}, file);
    const checks = {smoke: [], hooks};
    const spec = {
      ...toRolloutPolicy(flags, file),
      checks,
      ref,
      runner: newRunner(),
      acceptSettings: flags['accept-settings'],
    };
    const whatIsLeft = () => `Ended at once. Give stable all traffic with: lambda-release rollout abort ${name}`;
    return withSignals(
      async (signal) => {
        const planned = planResume(spec, await observeRollout(session, ref, [], signal));
        if (!planned.ok) throw toRefusedError(planned.refusals);
        const {plan} = planned;
        const preview = toRolloutPreview(ref, plan);
        this.#planText = resumePlanText(name, plan);
        if (flags['dry-run']) return {plan: preview, dryRun: true};
        await session.showPlan(this.#planText);
        await session.prompter.confirm(`Go on with ${name}?`, signal);
        const outcome = await runRollout({...session, events: session.sink}, plan, signal);
        const error = toRolloutError(outcome);
        if (error) throw error;
        return {plan: preview, dryRun: false, rollout: toRolloutReport(outcome)};
      },
      {whatIsLeft},
    );
  }

  protected toText({rollout}: RolloutResumeResult): string {
    return rollout ? rolloutText(rollout) : `${this.#planText}\n\nNothing was changed.`;
  }
}
