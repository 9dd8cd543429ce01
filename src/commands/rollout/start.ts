import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {checkFlags, toRolloutChecks} from '../../lib/cli/check-flags.js';
import {aliasArg, awsFlags, configFlag, dryRunFlag, journalFlag, yesFlag} from '../../lib/cli/flags.js';
import {detachFlag, rolloutFlags, toRolloutPolicy} from '../../lib/cli/rollout-flags.js';
import {withSignals} from '../../lib/cli/signals.js';
import {findReleaseFile} from '../../lib/config/load-release-file.js';
import {createAlias} from '../../lib/execute/alias/create-alias.js';
import {toMoveError, toRolloutError} from '../../lib/execute/rollout/release-error.js';
import {runRollout} from '../../lib/execute/rollout/rollout.js';
import {formatAliasRef} from '../../lib/model/function-ref.js';
import {parseVersion} from '../../lib/model/version.js';
import {withAlarms} from '../../lib/observe/rollout/alarms.js';
import {observeRollout} from '../../lib/observe/rollout/rollout.js';
import {toRefusedError} from '../../lib/plan/refusal.js';
import {planRollout} from '../../lib/plan/rollout/rollout.js';
import {
  type RolloutPreview,
  rolloutPlanText,
  toRolloutPreview,
} from '../../lib/report/result/rollout/rollout-plan-text.js';
import {type RolloutReport, rolloutText, toRolloutReport} from '../../lib/report/result/rollout/rollout-text.js';

interface RolloutStartResult {
  readonly plan: RolloutPreview;
  readonly dryRun: boolean;
  /** Absent with --dry-run, and when the alias was only created. */
  readonly rollout?: RolloutReport;
}

export default class RolloutStart extends BaseCommand<RolloutStartResult> {
  static override summary = 'Roll a published version out: weighted steps, each baked and judged.';
  static override description =
    'Moves a growing share of the traffic to the version, judges it against the stable one at every step, promotes it ' +
    'when it is no worse and gives all traffic back when it is. The rollout is written into the alias itself, so any ' +
    'other terminal or job can see, abort or promote it.';
  static override examples = [
    {description: 'With the default steps.', command: '<%= config.bin %> <%= command.id %> checkout:live 8'},
    {
      description: 'In a pipeline, steps of your own.',
      command: '<%= config.bin %> <%= command.id %> checkout:live 8 --steps "1%:10m, 10%:10m, 50%:10m" --yes',
    },
  ];
  static override args = {
    alias: aliasArg({required: true}),
    version: Args.string({
      description: 'Version to release.',
      required: true,
      ignoreStdin: true,
      parse: async (text) => parseVersion(text),
    }),
  };
  static override flags = {
    ...rolloutFlags,
    detach: detachFlag,
    ...checkFlags,
    create: Flags.boolean({summary: 'Create the alias on the version when it is not there.'}),
    ...awsFlags,
    config: configFlag,
    'dry-run': dryRunFlag,
    journal: journalFlag,
    yes: yesFlag,
  };

  /** The plan for people: it says more than the preview. */
  #planText = '';

  async run(): Promise<RolloutStartResult> {
    const {args, flags} = await this.parse(RolloutStart);
    const session = await this.open(flags);
    const file = await findReleaseFile(flags.config, process.cwd());
    const {alias: ref, version: candidate} = args;
    const name = formatAliasRef(ref);
    const checks = await toRolloutChecks(flags, file);
    const spec = {...toRolloutPolicy(flags, file), checks, ref, candidate, createAlias: flags.create};
    const whatIsLeft = () => `Ended at once. Give stable all traffic with: lambda-release rollout abort ${name}`;
    return withSignals(
      async (signal) => {
        const atRest = await observeRollout(session, ref, [candidate], signal);
        const observed = await withAlarms(session, atRest, spec.settings, signal);
        const planned = planRollout(spec, observed, session.clock.now());
        if (!planned.ok) throw toRefusedError(planned.refusals);
        const {plan} = planned;
        for (const warning of plan.warnings) session.sink.emit({type: 'warning', ...warning});
        const preview = toRolloutPreview(ref, plan);
        this.#planText = rolloutPlanText(name, plan);
        if (flags['dry-run']) return {plan: preview, dryRun: true};
        await session.showPlan(this.#planText);
        await session.prompter.confirm(`Begin with ${name}?`, signal);
        const deps = {...session, events: session.sink};
        if (plan.kind === 'create-alias') {
          const error = toMoveError(ref, await createAlias(deps, plan, signal));
          if (error) throw error;
          return {plan: preview, dryRun: false};
        }
        const outcome = await runRollout(deps, plan, signal);
        const error = toRolloutError(outcome);
        if (error) throw error;
        return {plan: preview, dryRun: false, rollout: toRolloutReport(outcome)};
      },
      {whatIsLeft},
    );
  }

  protected toText({plan, dryRun, rollout}: RolloutStartResult): string {
    if (rollout) return rolloutText(rollout);
    if (dryRun) return `${this.#planText}\n\nNothing was changed.`;
    return `${formatAliasRef(plan)} was created with all traffic on version ${plan.candidate}.`;
  }
}
