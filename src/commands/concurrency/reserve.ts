import {Args} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, functionNameArg, yesFlag} from '../../lib/cli/flags/flags.js';
import {type ReservationReport, reservationText} from '../../lib/report/result/concurrency/concurrency-text.js';
import {reserve} from '../../lib/service/concurrency/reserve.js';

export default class ConcurrencyReserve extends BaseCommand<ReservationReport> {
  static override summary = 'Reserve concurrent executions for a function; 0 stops it.';
  static override description =
    'A reservation is taken out of the pool of the account and region, and it is also the most the function may use. ' +
    '0 is the emergency stop: every call of every version is refused. It is asked for twice, or confirmed by --yes, and the ' +
    'tag lambda-release:reserved-before of the function keeps what was there. A reservation below what the function used at ' +
    'most in the last day is warned about.';
  static override examples = [
    {description: 'Keep 50 for checkout.', command: '<%= config.bin %> <%= command.id %> checkout 50'},
    {description: 'Stop checkout.', command: '<%= config.bin %> <%= command.id %> checkout 0'},
  ];
  static override args = {
    function: functionNameArg({required: true}),
    concurrency: Args.integer({
      description: 'Concurrent executions; 0 stops the function.',
      required: true,
      ignoreStdin: true,
      min: 0,
    }),
  };
  static override flags = {...awsFlags, 'dry-run': dryRunFlag, yes: yesFlag};

  protected override readonly isOnCall = true;

  async run(): Promise<ReservationReport> {
    const {args, flags} = await this.parse(ConcurrencyReserve);
    const wanted = {functionName: args.function, wanted: args.concurrency};
    return this.serve(flags, (session, signal) => reserve(session, wanted, flags, signal));
  }

  protected toText(report: ReservationReport): string {
    return reservationText(report);
  }
}
