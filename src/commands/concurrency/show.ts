import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, functionNameArg} from '../../lib/cli/flags.js';
import {withSignals} from '../../lib/cli/signals.js';
import {observeConcurrency, observeConcurrencyPool} from '../../lib/observe/concurrency.js';
import {type ConcurrencyReport, concurrencyText} from '../../lib/report/result/concurrency-text.js';

/** Functions between two signs of life while every function of the region is looked at. */
const PROGRESS_EVERY = 50;

export default class ConcurrencyShow extends BaseCommand<ConcurrencyReport> {
  static override summary = "Show the account's concurrency and who has reserved what of it.";
  static override description =
    'Without a function, every function of the region is looked at, ten a second; with one, only that function and the pool.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> checkout'];
  static override args = {function: functionNameArg()};
  static override flags = {...awsFlags};

  async run(): Promise<ConcurrencyReport> {
    const {args, flags} = await this.parse(ConcurrencyShow);
    const session = await this.open(flags);
    const name = args.function;
    return withSignals(async (signal) => {
      if (name !== undefined) return observeConcurrency(session, name, {}, signal);
      const onProgress = (seen: number) => {
        if (seen % PROGRESS_EVERY !== 0) return;
        session.sink.emit({type: 'heartbeat', message: `Looked at ${seen} functions`});
      };
      return observeConcurrencyPool(session, {listReservations: true, onProgress}, signal);
    });
  }

  protected toText(report: ConcurrencyReport): string {
    return concurrencyText(report);
  }
}
