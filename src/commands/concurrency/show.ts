import {BaseCommand, type Session} from '../../lib/cli/base-command.js';
import {awsFlags, functionNameArg} from '../../lib/cli/flags.js';
import {ofExisting} from '../../lib/cli/not-there.js';
import {withSignals} from '../../lib/cli/signals.js';
import {observeConcurrency, observeConcurrencyPool} from '../../lib/observe/concurrency/concurrency.js';
import {observePeaks} from '../../lib/observe/concurrency/peaks.js';
import {observeReservedBefore} from '../../lib/observe/concurrency/reserved-before.js';
import {
  type ConcurrencyReport,
  concurrencyText,
  toConcurrencyReport,
} from '../../lib/report/result/concurrency/concurrency-text.js';

/** Functions between two signs of life while every function of the region is looked at. */
const PROGRESS_EVERY = 50;

export default class ConcurrencyShow extends BaseCommand<ConcurrencyReport> {
  static override summary = "Show the account's concurrency and who has reserved what of it.";
  static override description =
    'Without a function, every function of the region is looked at, ten a second; with one, only that function and the pool. ' +
    'Beside what is reserved it shows the peak: the most concurrent executions of the last 24 hours, from CloudWatch.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> checkout'];
  static override args = {function: functionNameArg()};
  static override flags = {...awsFlags};

  async run(): Promise<ConcurrencyReport> {
    const {args, flags} = await this.parse(ConcurrencyShow);
    const session = await this.open(flags);
    const name = args.function;
    return withSignals(async (signal) => {
      if (name !== undefined) return this.one(session, name, signal);
      const onProgress = (seen: number) => {
        if (seen % PROGRESS_EVERY !== 0) return;
        session.sink.emit({type: 'heartbeat', message: `Looked at ${seen} functions`});
      };
      const pool = await observeConcurrencyPool(session, {listReservations: true, onProgress}, signal);
      const names = pool.reservations?.map(({functionName}) => functionName) ?? [];
      return toConcurrencyReport(pool, await this.peaks(session, names, signal));
    });
  }

  protected toText(report: ConcurrencyReport): string {
    return concurrencyText(report);
  }

  private async one(session: Session, functionName: string, signal: AbortSignal): Promise<ConcurrencyReport> {
    const observed = await ofExisting({functionName}, observeConcurrency(session, functionName, {}, signal));
    const reservedBefore =
      observed.reserved === 0 ? await observeReservedBefore(session, functionName, signal) : undefined;
    const peaks = await this.peaks(session, [functionName], signal);
    return toConcurrencyReport({...observed, ...(reservedBefore !== undefined && {reservedBefore})}, peaks);
  }

  private async peaks(session: Session, names: readonly string[], signal: AbortSignal) {
    const peaks = await observePeaks(session, names, signal);
    if (!('unreadable' in peaks)) return peaks;
    const message = `What is really used is not known: ${peaks.unreadable}`;
    session.sink.emit({type: 'warning', code: 'PEAK_UNKNOWN', message});
    return undefined;
  }
}
