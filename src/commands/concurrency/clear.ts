import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, functionNameArg} from '../../lib/cli/flags.js';
import {ofExisting} from '../../lib/cli/not-there.js';
import {withSignals} from '../../lib/cli/signals.js';
import {reserveConcurrency} from '../../lib/execute/concurrency/concurrency.js';
import {rememberReservation} from '../../lib/execute/concurrency/reserved-memory.js';
import {observeConcurrency} from '../../lib/observe/concurrency/concurrency.js';
import {planClear} from '../../lib/plan/concurrency/concurrency.js';
import {
  type ReservationReport,
  reservationText,
  toPlannedReservation,
} from '../../lib/report/result/concurrency/concurrency-text.js';

export default class ConcurrencyClear extends BaseCommand<ReservationReport> {
  static override summary = "Give a function's reserved concurrency back to the account's pool.";
  static override description =
    'Afterwards the function shares the unreserved pool with all others. A function stopped by a reservation of 0 runs again.';
  static override examples = ['<%= config.bin %> <%= command.id %> checkout'];
  static override args = {function: functionNameArg({required: true})};
  static override flags = {...awsFlags, 'dry-run': dryRunFlag};

  async run(): Promise<ReservationReport> {
    const {args, flags} = await this.parse(ConcurrencyClear);
    const session = await this.open(flags);
    return withSignals(async (signal) => {
      const observed = await ofExisting(
        {functionName: args.function},
        observeConcurrency(session, args.function, {}, signal),
      );
      const plan = planClear(observed);
      if (flags['dry-run']) return toPlannedReservation(plan);
      const result = await reserveConcurrency(session, plan, signal);
      await rememberReservation({...session, events: session.sink}, plan, signal);
      return {...result, dryRun: false};
    });
  }

  protected toText(report: ReservationReport): string {
    return reservationText(report);
  }
}
