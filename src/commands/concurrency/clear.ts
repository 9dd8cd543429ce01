import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, functionNameArg, yesFlag} from '../../lib/cli/flags/flags.js';
import {type ReservationReport, reservationText} from '../../lib/report/result/concurrency/concurrency-text.js';
import {clearReservation} from '../../lib/service/concurrency/reserve.js';

export default class ConcurrencyClear extends BaseCommand<ReservationReport> {
  static override summary = "Give a function's reserved concurrency back to the account's pool.";
  static override description =
    'Afterwards the function shares the unreserved pool with all others. A function stopped by a reservation of 0 runs again.';
  static override examples = ['<%= config.bin %> <%= command.id %> checkout'];
  static override args = {function: functionNameArg({required: true})};
  static override flags = {...awsFlags, 'dry-run': dryRunFlag, yes: yesFlag};

  protected override readonly isOnCall = true;

  async run(): Promise<ReservationReport> {
    const {args, flags} = await this.parse(ConcurrencyClear);
    return this.serve(flags, (session, signal) => clearReservation(session, args.function, flags, signal));
  }

  protected toText(report: ReservationReport): string {
    return reservationText(report);
  }
}
