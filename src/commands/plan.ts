import {BaseCommand} from '../lib/cli/base-command.js';
import {percentFlag} from '../lib/cli/flags/analysis.js';
import {awsFlags, functionArg, versionFlag} from '../lib/cli/flags/flags.js';
import {publishFlags} from '../lib/cli/flags/release.js';
import {engineFlag, retryFlag, rolloutFlags} from '../lib/cli/flags/rollout.js';
import {parallelFlag} from '../lib/cli/flags/train.js';
import {type ReleaseForecast, releaseForecastText} from '../lib/report/result/forecast/forecast-text.js';
import {planRelease} from '../lib/service/forecast/plan.js';

export default class Plan extends BaseCommand<ReleaseForecast> {
  static override summary = 'What a release would do, how long it takes and what regression it can detect.';
  static override description =
    'Plans as "deploy --dry-run" does, and looks ahead: when each step begins, how much traffic it will see by the ' +
    "alias's own history, the smallest error rate of a bad version that it finds with 95 % power, what several see together, longer steps where these " +
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
    engine: engineFlag,
    parallel: parallelFlag,
    retry: retryFlag,
    ...awsFlags,
  };

  async run(): Promise<ReleaseForecast> {
    const {args, flags} = await this.parse(Plan);
    return this.serve(flags, (session, signal) => planRelease(session, args.function ?? [], flags, signal));
  }

  protected toText(report: ReleaseForecast): string {
    return releaseForecastText(report);
  }
}
