import {Args} from '@oclif/core';
import {BaseCommand, type Session} from '../../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, functionNameArg, yesFlag} from '../../lib/cli/flags.js';
import {ofExisting} from '../../lib/cli/not-there.js';
import {withSignals} from '../../lib/cli/signals.js';
import {reserveConcurrency} from '../../lib/execute/concurrency/concurrency.js';
import {rememberReservation} from '../../lib/execute/concurrency/reserved-memory.js';
import {type ObservedConcurrency, observeConcurrency} from '../../lib/observe/concurrency/concurrency.js';
import {observePeaks} from '../../lib/observe/concurrency/peaks.js';
import {observeReservedBefore} from '../../lib/observe/concurrency/reserved-before.js';
import {planReserve, reserveWarnings} from '../../lib/plan/concurrency/concurrency.js';
import {toRefusedError} from '../../lib/plan/refusal.js';
import {
  type ReservationReport,
  reservationText,
  toPlannedReservation,
} from '../../lib/report/result/concurrency/concurrency-text.js';

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

  async run(): Promise<ReservationReport> {
    const {args, flags} = await this.parse(ConcurrencyReserve);
    const session = await this.open(flags);
    const functionName = args.function;
    return withSignals(async (signal) => {
      const observed = await this.observe(session, {functionName, wanted: args.concurrency}, signal);
      const planned = planReserve(observed, args.concurrency);
      if (!planned.ok) throw toRefusedError(planned.refusals);
      const {plan} = planned;
      for (const warning of reserveWarnings(plan)) session.sink.emit({type: 'warning', ...warning});
      if (flags['dry-run']) return toPlannedReservation(plan);
      if (plan.stopsFunction && plan.changed) {
        await session.prompter.confirm(`Stop ${functionName}? Every call of every version will be refused.`, signal);
        await session.prompter.confirmByTyping(
          `This is production for whoever calls ${functionName}.`,
          functionName,
          signal,
        );
      }
      const result = await reserveConcurrency(session, plan, signal);
      await rememberReservation({...session, events: session.sink}, plan, signal);
      return {...result, dryRun: false};
    });
  }

  protected toText(report: ReservationReport): string {
    return reservationText(report);
  }

  /** A stop waits for nothing that it does not need; what was there before is only looked up where it was stopped. */
  private async observe(
    session: Session,
    {functionName, wanted}: {readonly functionName: string; readonly wanted: number},
    signal: AbortSignal,
  ): Promise<ObservedConcurrency> {
    const observed = await ofExisting({functionName}, observeConcurrency(session, functionName, {}, signal));
    if (wanted === 0) {
      const reservedBefore =
        observed.reserved === 0 ? await observeReservedBefore(session, functionName, signal) : undefined;
      return {...observed, ...(reservedBefore !== undefined && {reservedBefore})};
    }
    const peaks = await observePeaks(session, [functionName], signal);
    if ('unreadable' in peaks) {
      const message = `How much ${functionName} really uses is not known: ${peaks.unreadable}`;
      session.sink.emit({type: 'warning', code: 'PEAK_UNKNOWN', message});
      return observed;
    }
    const peak = peaks.byFunction.get(functionName);
    return {...observed, ...(peak !== undefined && {peak})};
  }
}
