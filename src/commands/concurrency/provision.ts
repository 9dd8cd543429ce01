import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasOrVersionArg, awsFlags, dryRunFlag} from '../../lib/cli/flags/flags.js';
import {type ProvisionReport, provisionText} from '../../lib/report/result/concurrency/provisioned-text.js';
import {provision} from '../../lib/service/concurrency/provision.js';

export default class ConcurrencyProvision extends BaseCommand<ProvisionReport> {
  static override summary = 'Keep initialised execution environments ready on an alias or a version.';
  static override description =
    'AWS allocates them over some minutes, which are waited for with progress; --no-wait only asks. They cost from the moment ' +
    'they are asked for. Those of an alias follow it, and AWS refuses them while it is weighted: so do we, with the way out. ' +
    'Those of a version stay with it, and a rollout gives the new version as many before its first caller.';
  static override examples = [
    {description: 'Ten on the live alias.', command: '<%= config.bin %> <%= command.id %> checkout:live 10'},
    {
      description: 'Ten on version 7, whatever aliases do.',
      command: '<%= config.bin %> <%= command.id %> checkout:7 10',
    },
    {description: 'Only ask for it.', command: '<%= config.bin %> <%= command.id %> checkout:live 10 --no-wait'},
  ];
  static override args = {
    alias: aliasOrVersionArg({required: true}),
    concurrency: Args.integer({
      description: 'Execution environments to keep ready.',
      required: true,
      ignoreStdin: true,
      min: 1,
    }),
  };
  static override flags = {
    ...awsFlags,
    'dry-run': dryRunFlag,
    wait: Flags.boolean({summary: 'Wait until they are allocated.', default: true, allowNo: true}),
  };

  protected override readonly isOnCall = true;

  async run(): Promise<ProvisionReport> {
    const {args, flags} = await this.parse(ConcurrencyProvision);
    const wanted = {ref: args.alias, wanted: args.concurrency};
    return this.serve(flags, (session, signal) => provision(session, wanted, flags, signal));
  }

  protected toText(report: ProvisionReport): string {
    return provisionText(report);
  }
}
