import {percentFlag} from '../lib/cli/analysis-flags.js';
import {BaseCommand, type Session} from '../lib/cli/base-command.js';
import {readCiJob} from '../lib/cli/ci-job.js';
import {awsFlags, configFlag, functionArg, versionFlag} from '../lib/cli/flags.js';
import {publishFlags} from '../lib/cli/release-flags.js';
import {aliasOf, rolloutFlags, toRolloutPolicy} from '../lib/cli/rollout-flags.js';
import {withSignals} from '../lib/cli/signals.js';
import {findReleaseFile} from '../lib/config/load-release-file.js';
import {RefusedError, UsageError} from '../lib/errors.js';
import type {FunctionRef} from '../lib/model/function-ref.js';
import {lifetimeWarnings} from '../lib/plan/forecast/warnings.js';
import {toRefusedError} from '../lib/plan/refusal.js';
import {
  type FunctionForecast,
  type ReleaseForecast,
  releaseForecastText,
} from '../lib/report/result/forecast/forecast-text.js';
import {forecastDeploy, forecastRollout} from '../lib/service/forecast/forecast.js';
import {readReleaseInput} from '../lib/service/release-input.js';
import {prepareDeploy} from '../lib/service/rollout/deploy.js';

export default class Plan extends BaseCommand<ReleaseForecast> {
  static override summary = 'What a release would do, how long it takes and what regression it can detect.';
  static override description =
    'Plans as "deploy --dry-run" does, and looks ahead: when each step begins, how much traffic it will see by the ' +
    "alias's own history, the smallest error rate of a bad version that it finds with 95 % power, longer steps where these " +
    'are too short, whether the credentials and the CI job outlive the release, and which triggers go past the alias and ' +
    'would see no rollout. Changes nothing. What speaks against the release is part of the plan, and ends with 3.';
  static override examples = [
    {description: 'Everything release.yml says.', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'A version that is published already.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --candidate 8',
    },
    {
      description: 'How long the steps must be to find a version that fails 2 %.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --candidate 8 --detect 2%',
    },
  ];
  static override args = {
    function: functionArg({
      description: 'Function, with its alias: checkout:live. All of the release file without any.',
      multiple: true,
    }),
  };
  static override flags = {
    candidate: versionFlag({summary: 'Plan the rollout of this published version; nothing is packaged.'}),
    detect: percentFlag({summary: 'Suggest steps that find a version with this error rate.', helpValue: '2%'}),
    ...publishFlags,
    ...rolloutFlags,
    ...awsFlags,
    config: configFlag,
  };

  async run(): Promise<ReleaseForecast> {
    const {args, flags} = await this.parse(Plan);
    const session = await this.open(flags);
    const named = args.function ?? [];
    const {candidate} = flags;
    const detect = flags.detect === undefined ? {} : {detect: flags.detect / 100};
    return withSignals(async (signal) => {
      if (candidate !== undefined) {
        const {functionName, qualifier} = onlyOne(named);
        const file = await findReleaseFile(flags.config, process.cwd());
        const choices = {policy: toRolloutPolicy(flags, file), ...detect};
        const ref = {functionName, alias: aliasOf(qualifier, file)};
        return this.finish(session, [await forecastRollout(session, ref, candidate, choices, signal)]);
      }
      const {file, targets, bundle} = await readReleaseInput(named, flags);
      const policy = toRolloutPolicy(flags, file);
      const functions: FunctionForecast[] = [];
      for (const target of targets) {
        const ref = {functionName: target.functionName, alias: aliasOf(target.alias, file)};
        const prepared = await prepareDeploy(session, target, {choices: flags, file, bundle, policy}, signal);
        functions.push(await forecastDeploy(session, ref, prepared, {policy, ...detect}, signal));
      }
      return this.finish(session, functions);
    });
  }

  protected toText(result: ReleaseForecast): string {
    return releaseForecastText(result);
  }

  /** The whole release with what this process needs to outlive it. Throws RefusedError, the plan in its details. */
  private async finish(session: Session, functions: readonly FunctionForecast[]): Promise<ReleaseForecast> {
    const credentials = await session.credentials.lifetime();
    // Beside a sandbox the clock may run fast, and the job's does not.
    const job = session.clock.speed === undefined ? readCiJob(process.env) : undefined;
    const shortestMs = functions.reduce((total, {forecast}) => total + (forecast?.shortestMs ?? 0), 0);
    const longestMs = functions.reduce((total, {forecast}) => total + (forecast?.longestMs ?? 0), 0);
    const plan = {functions, shortestMs, longestMs, credentials, ...(job && {job})};
    if (longestMs > 0) {
      for (const warning of lifetimeWarnings(plan, {credentials, ...(job && {job}), nowMs: session.clock.now()})) {
        session.sink.emit({type: 'warning', ...warning});
      }
    }
    const [first, ...rest] = functions.flatMap(({refusals}) => refusals);
    if (first === undefined) return plan;
    await session.show(releaseForecastText(plan));
    const {message, code, suggestions} = toRefusedError([first, ...rest]);
    throw new RefusedError(message, {code, suggestions, details: {plan}});
  }
}

function onlyOne(named: readonly FunctionRef[]): FunctionRef {
  const [first, ...rest] = named;
  if (first !== undefined && rest.length === 0) return first;
  throw new UsageError('--candidate is a version of one function.', {
    code: 'FUNCTION_AMBIGUOUS',
    suggestions: ['Name that function: lambda-release plan checkout:live --candidate 8'],
  });
}
