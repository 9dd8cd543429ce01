import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags, dryRunFlag} from '../../lib/cli/flags.js';
import {withSignals} from '../../lib/cli/signals.js';
import {provisionConcurrency} from '../../lib/execute/concurrency/provisioned.js';
import {observeProvisioned} from '../../lib/observe/concurrency/provisioned.js';
import {planUnprovision} from '../../lib/plan/concurrency/provision.js';
import {toRefusedError} from '../../lib/plan/refusal.js';
import {
  type ProvisionReport,
  provisionText,
  toProvisionReport,
} from '../../lib/report/result/concurrency/provisioned-text.js';

export default class ConcurrencyUnprovision extends BaseCommand<ProvisionReport> {
  static override summary = 'Take provisioned concurrency off an alias.';
  static override description =
    'Calls go on, on environments that start on demand. Refused while the alias is weighted, with the way out.';
  static override examples = ['<%= config.bin %> <%= command.id %> checkout:live'];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {...awsFlags, 'dry-run': dryRunFlag};

  async run(): Promise<ProvisionReport> {
    const {args, flags} = await this.parse(ConcurrencyUnprovision);
    const session = await this.open(flags);
    return withSignals(async (signal) => {
      const planned = planUnprovision(await observeProvisioned(session, args.alias, signal));
      if (!planned.ok) throw toRefusedError(planned.refusals);
      const {plan} = planned;
      if (flags['dry-run']) return toProvisionReport(plan, {dryRun: true});
      await provisionConcurrency({...session, events: session.sink}, plan, {wait: false}, signal);
      return toProvisionReport(plan, {dryRun: false});
    });
  }

  protected toText(report: ProvisionReport): string {
    return provisionText(report);
  }
}
