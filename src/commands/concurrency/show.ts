import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, functionNameArg} from '../../lib/cli/flags/flags.js';
import {type ConcurrencyReport, concurrencyText} from '../../lib/report/result/concurrency/concurrency-text.js';
import {showConcurrency} from '../../lib/service/concurrency/show.js';

export default class ConcurrencyShow extends BaseCommand<ConcurrencyReport> {
  static override summary = "Show the account's concurrency and who has reserved what of it.";
  static override description =
    'Without a function, every function of the region is looked at, ten a second; with one, only that function and the pool. ' +
    'Beside what is reserved it shows the peak: the most concurrent executions of the last 24 hours, from CloudWatch.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> checkout'];
  static override args = {function: functionNameArg()};
  static override flags = {...awsFlags};

  protected override readonly isOnCall = true;

  async run(): Promise<ConcurrencyReport> {
    const {args, flags} = await this.parse(ConcurrencyShow);
    return this.serve(flags, (session, signal) => showConcurrency(session, args.function, signal));
  }

  protected toText(report: ConcurrencyReport): string {
    return concurrencyText(report);
  }
}
