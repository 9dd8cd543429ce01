import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, configFlag, dryRunFlag, functionArg, journalFlag} from '../lib/cli/flags.js';
import {publishFlags} from '../lib/cli/release-flags.js';
import {withSignals} from '../lib/cli/signals.js';
import {type ReleaseJob, releaseFunction} from '../lib/execute/publish/release-function.js';
import {type PublishPreview, toPublishPreview} from '../lib/plan/publish/preview.js';
import {type Refusal, requireNoRefusals} from '../lib/plan/refusal.js';
import {type PublishReport, publishPreviewText, publishText} from '../lib/report/result/publish/publish-text.js';
import {preparePublish} from '../lib/service/publish/publish.js';
import {readReleaseInput} from '../lib/service/release-input.js';

interface PublishCommandResult {
  readonly dryRun: boolean;
  /** Filled by --dry-run. */
  readonly plans: readonly PublishPreview[];
  readonly functions: readonly PublishReport[];
}

export default class Publish extends BaseCommand<PublishCommandResult> {
  static override summary = 'Upload code and publish an immutable version; no traffic moves.';
  static override description =
    'Sends only what differs from what AWS has, waits until it is in force, and publishes exactly that. When nothing ' +
    'differs, nothing is published and the command ends with 0. Up to 50 MiB travel with the request, more through S3. ' +
    'Configuration that is not named by a flag or the release file is not touched. Tags and reserved concurrency belong to ' +
    'the function: they hold at once and for every version.';
  static override examples = [
    {
      description: 'One function, without a release file.',
      command: '<%= config.bin %> <%= command.id %> checkout --source dist',
    },
    {
      description: 'A function that is not there yet.',
      command:
        '<%= config.bin %> <%= command.id %> checkout --source dist --create --role arn:aws:iam::123456789012:role/checkout --runtime nodejs22.x --handler index.handler',
    },
    {description: 'Every function of release.yml.', command: '<%= config.bin %> <%= command.id %>'},
  ];
  static override args = {
    function: functionArg({
      description: 'Function; all of the release file without any.',
      multiple: true,
    }),
  };
  static override flags = {
    ...publishFlags,
    ...awsFlags,
    config: configFlag,
    'dry-run': dryRunFlag,
    journal: journalFlag,
  };

  async run(): Promise<PublishCommandResult> {
    const {args, flags} = await this.parse(Publish);
    const session = await this.open(flags);
    const {file, targets, bundle} = await readReleaseInput(args.function ?? [], flags);
    return withSignals(async (signal) => {
      // Everything is packed, looked at and planned before anything is sent.
      const jobs: ReleaseJob[] = [];
      const refusals: Refusal[] = [];
      for (const target of targets) {
        const prepared = await preparePublish(session, target, {choices: flags, file, bundle}, signal);
        refusals.push(...prepared.refusals);
        if (prepared.job) jobs.push(prepared.job);
      }
      requireNoRefusals(refusals);
      for (const warning of jobs.flatMap(({settings}) => settings?.warnings ?? [])) {
        session.sink.emit({type: 'warning', ...warning});
      }
      const plans = jobs.map(({plan, settings}) => toPublishPreview(plan, settings));
      if (flags['dry-run']) return {dryRun: true, plans, functions: []};
      const ahead = plans.filter(({action, settings}) => action !== 'nothing' || settings.length > 0);
      if (ahead.length > 0) await session.show(ahead.map(publishPreviewText).join('\n\n'));
      const functions: PublishReport[] = [];
      for (const job of jobs) functions.push(await releaseFunction({...session, events: session.sink}, job, signal));
      return {dryRun: false, plans: [], functions};
    });
  }

  protected toText({dryRun, plans, functions}: PublishCommandResult): string {
    return (dryRun ? plans.map(publishPreviewText) : functions.map(publishText)).join('\n\n');
  }
}
