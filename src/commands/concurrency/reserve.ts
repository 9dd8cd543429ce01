import {Args} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, functionNameArg, yesFlag} from '../../lib/cli/flags.js';
import {withSignals} from '../../lib/cli/signals.js';
import {reserveConcurrency} from '../../lib/execute/concurrency.js';
import {observeConcurrency} from '../../lib/observe/concurrency.js';
import {planReserve} from '../../lib/plan/concurrency.js';
import {toRefusedError} from '../../lib/plan/refusal.js';
import {
  type ReservationReport,
  reservationText,
  toPlannedReservation,
} from '../../lib/report/result/concurrency-text.js';

export default class ConcurrencyReserve extends BaseCommand<ReservationReport> {
  static override summary = 'Reserve concurrent executions for a function; 0 stops it.';
  static override description =
    'A reservation is taken out of the pool of the account and region, and it is also the most the function may use. ' +
    '0 is the emergency stop: every call of every version is refused. It is asked for twice, or confirmed by --yes.';
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

  async run(): Promise<ReservationReport> {
    const {args, flags} = await this.parse(ConcurrencyReserve);
    const session = await this.open(flags);
    const functionName = args.function;
    return withSignals(async (signal) => {
      const observed = await observeConcurrency(session, functionName, {}, signal);
      const planned = planReserve(observed, args.concurrency);
      if (!planned.ok) throw toRefusedError(planned.refusals);
      const {plan} = planned;
      if (plan.belowDocumentedFloor !== undefined) {
        session.sink.emit({
          type: 'warning',
          code: 'BELOW_DOCUMENTED_FLOOR',
          message: `Only ${plan.unreservedAfter} would stay unreserved; AWS keeps ${plan.belowDocumentedFloor} by its documentation and may refuse.`,
        });
      }
      if (flags['dry-run']) return toPlannedReservation(plan);
      if (plan.stopsFunction && plan.changed) {
        await session.prompter.confirm(`Stop ${functionName}? Every call of every version will be refused.`, signal);
        await session.prompter.confirmByTyping(
          `This is production for whoever calls ${functionName}.`,
          functionName,
          signal,
        );
      }
      return {...(await reserveConcurrency(session, plan, signal)), dryRun: false};
    });
  }

  protected toText(report: ReservationReport): string {
    return reservationText(report);
  }
}
