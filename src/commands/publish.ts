import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, functionArg, releaseEventFlags} from '../lib/cli/flags/flags.js';
import {overrideFlag} from '../lib/cli/flags/override.js';
import {publishFlags} from '../lib/cli/flags/release.js';
import {publishPreviewText, publishText} from '../lib/report/result/publish/publish-text.js';
import {type PublishResult, publish} from '../lib/service/publish/publish.js';

export default class Publish extends BaseCommand<PublishResult> {
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
    override: overrideFlag,
    ...publishFlags,
    ...awsFlags,
    'dry-run': dryRunFlag,
    ...releaseEventFlags,
  };

  async run(): Promise<PublishResult> {
    const {args, flags} = await this.parse(Publish);
    return this.serve(flags, (session, signal) => publish(session, args.function ?? [], flags, signal));
  }

  protected toText({dryRun, plans, functions}: PublishResult): string {
    return (dryRun ? plans.map(publishPreviewText) : functions.map(publishText)).join('\n\n');
  }
}
