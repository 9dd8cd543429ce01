import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasOrVersionArg, awsFlags, dryRunFlag} from '../../lib/cli/flags/flags.js';
import {type ProvisionReport, provisionText} from '../../lib/report/result/concurrency/provisioned-text.js';
import {unprovision} from '../../lib/service/concurrency/provision.js';

export default class ConcurrencyUnprovision extends BaseCommand<ProvisionReport> {
  static override summary = 'Take provisioned concurrency off an alias or a version.';
  static override description =
    'Calls go on, on environments that start on demand. Refused while the alias is weighted, with the way out.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout:live',
    {
      description: 'Off a version that serves nothing any more.',
      command: '<%= config.bin %> <%= command.id %> checkout:6',
    },
  ];
  static override args = {alias: aliasOrVersionArg({required: true})};
  static override flags = {...awsFlags, 'dry-run': dryRunFlag};

  protected override readonly isOnCall = true;

  async run(): Promise<ProvisionReport> {
    const {args, flags} = await this.parse(ConcurrencyUnprovision);
    return this.serve(flags, (session, signal) => unprovision(session, args.alias, flags, signal));
  }

  protected toText(report: ProvisionReport): string {
    return provisionText(report);
  }
}
