import {BaseCommand, type Session} from '../lib/cli/base-command.js';
import {checkFlags, toRolloutChecks} from '../lib/cli/check-flags.js';
import {awsFlags, configFlag, dryRunFlag, functionArg, journalFlag, yesFlag} from '../lib/cli/flags.js';
import {publishFlags} from '../lib/cli/release-flags.js';
import {detachFlag, rolloutFlags, toRolloutPolicy} from '../lib/cli/rollout-flags.js';
import {withSignals} from '../lib/cli/signals.js';
import {deployFunction} from '../lib/execute/rollout/deploy.js';
import {formatAliasRef} from '../lib/model/function-ref.js';
import {type Refusal, requireNoRefusals} from '../lib/plan/refusal.js';
import {
  type DeployPreview,
  type DeployReport,
  deployPlanText,
  deployText,
  toDeployPreview,
  toDeployReport,
} from '../lib/report/result/rollout/deploy-text.js';
import {readReleaseInput} from '../lib/service/release-input.js';
import {type PreparedDeploy, prepareDeploy} from '../lib/service/rollout/deploy.js';

interface DeployCommandResult {
  readonly dryRun: boolean;
  /** Filled by --dry-run. */
  readonly plans: readonly DeployPreview[];
  readonly functions: readonly DeployReport[];
}

export default class Deploy extends BaseCommand<DeployCommandResult> {
  static override summary = 'Package, publish and roll out: the whole release in one command.';
  static override description =
    'Packs the code, publishes a version of exactly that, and moves traffic to it in weighted steps, each baked and ' +
    'judged against the version that serves now. A worse version is taken back by itself. Several functions of a release ' +
    'file are planned together and released one after the other; the first that fails ends the command.';
  static override examples = [
    {description: 'Everything release.yml says.', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'One function, without a release file.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --source dist --steps "5%:5m, 25%:5m" --yes',
    },
    {description: 'Only the plan.', command: '<%= config.bin %> <%= command.id %> --dry-run'},
  ];
  static override args = {
    function: functionArg({
      description: 'Function, with its alias: checkout:live. All of the release file without any.',
      multiple: true,
    }),
  };
  static override flags = {
    ...publishFlags,
    ...rolloutFlags,
    detach: detachFlag,
    ...checkFlags,
    ...awsFlags,
    config: configFlag,
    'dry-run': dryRunFlag,
    journal: journalFlag,
    yes: yesFlag,
  };

  /** The plans for people: they say more than the previews. */
  #planText = '';

  async run(): Promise<DeployCommandResult> {
    const {args, flags} = await this.parse(Deploy);
    const session = await this.open(flags);
    const {file, targets, bundle} = await readReleaseInput(args.function ?? [], flags);
    const policy = {...toRolloutPolicy(flags, file), checks: await toRolloutChecks(flags, file)};
    let current = '';
    const whatIsLeft = () =>
      current === ''
        ? 'Ended at once; no traffic was moved.'
        : `Ended at once. Give stable all traffic with: lambda-release rollout abort ${current}`;
    return withSignals(
      async (signal) => {
        const prepared: PreparedDeploy[] = [];
        const refusals: Refusal[] = [];
        for (const target of targets) {
          const result = await prepareDeploy(session, target, {choices: flags, file, bundle, policy}, signal);
          if ('job' in result) prepared.push(result);
          else refusals.push(...result);
        }
        requireNoRefusals(refusals);
        const plans = prepared.map(toDeployPreview);
        warnAhead(session, prepared);
        this.#planText = prepared.map(deployPlanText).join('\n\n');
        if (flags['dry-run']) return {dryRun: true, plans, functions: []};
        await this.agree(session, prepared, signal);
        const functions: DeployReport[] = [];
        for (const {job} of prepared) {
          current = formatAliasRef(job.rollout.ref);
          const result = await this.deploy(session, job, {done: functions, signal});
          functions.push(result);
        }
        return {dryRun: false, plans: [], functions};
      },
      {whatIsLeft},
    );
  }

  protected toText({dryRun, functions}: DeployCommandResult): string {
    return dryRun ? `${this.#planText}\n\nNothing was changed.` : functions.map(deployText).join('\n\n');
  }

  private async agree(session: Session, prepared: readonly PreparedDeploy[], signal: AbortSignal): Promise<void> {
    if (prepared.every(isIdleRelease)) return session.show(this.#planText);
    await session.showPlan(this.#planText);
    await session.prompter.confirm('Release it?', signal);
  }

  private async deploy(
    session: Session,
    job: PreparedDeploy['job'],
    {done, signal}: {readonly done: readonly DeployReport[]; readonly signal: AbortSignal},
  ): Promise<DeployReport> {
    try {
      return toDeployReport(job.rollout.ref, await deployFunction({...session, events: session.sink}, job, signal));
    } catch (error) {
      for (const {functionName, alias, version, changed} of done) {
        if (!changed) continue;
        const message = `${functionName}:${alias} was released before and serves version ${version}; it was not taken back.`;
        session.sink.emit({type: 'warning', code: 'RELEASED_BEFORE', message});
      }
      throw error;
    }
  }
}

function warnAhead({sink}: Session, prepared: readonly PreparedDeploy[]): void {
  for (const {job, rolloutPlan} of prepared) {
    const ofRollout = rolloutPlan.kind === 'nothing' ? [] : rolloutPlan.warnings;
    const warnings = [...ofRollout, ...(job.publish.settings?.warnings ?? [])];
    for (const warning of warnings) sink.emit({type: 'warning', ...warning});
  }
}

function isIdleRelease({job, rolloutPlan}: PreparedDeploy): boolean {
  const settings = [...(job.publish.settings?.changes ?? []), ...(job.aliasSettings?.changes ?? [])];
  return rolloutPlan.kind === 'nothing' && settings.length === 0;
}
