import type {Session} from '../../cli/base-command.js';
import {formatAliasRef} from '../../model/function-ref.js';
import {createRedraw} from '../../report/live/redraw.js';
import {aliasLine, type StatusReport, statusReportText} from '../../report/result/status/status-text.js';

interface WatchOptions {
  readonly everyMs: number;
  readonly read: (signal: AbortSignal) => Promise<StatusReport>;
}

/**
 * Reads a status again and again until the signal comes, and gives back the last one. On a terminal it is redrawn in
 * place; elsewhere there is a timestamped line for each alias that is not as it was. The signal is how a watch ends, so it
 * is no failure, unless there was nothing to see yet.
 */
export async function watchStatus(
  session: Session,
  {everyMs, read}: WatchOptions,
  signal: AbortSignal,
): Promise<StatusReport> {
  const redraw = session.mode === 'live' ? createRedraw(process.stderr) : undefined;
  const known = new Map<string, string>();
  let report: StatusReport | undefined;
  do {
    try {
      report = await read(signal);
    } catch (error) {
      redraw?.clear();
      if (signal.aborted && report !== undefined) return report;
      throw error;
    }
    if (redraw) redraw.draw(statusReportText(report));
    else announceChanges(session, report, known);
    await session.clock.sleep(everyMs, signal);
  } while (!signal.aborted);
  redraw?.clear();
  return report;
}

function announceChanges({sink}: Session, {functions}: StatusReport, known: Map<string, string>): void {
  for (const status of functions.flatMap(({aliases}) => aliases)) {
    const name = formatAliasRef(status.alias);
    const line = aliasLine(status);
    if (known.get(name) !== line) sink.emit({type: 'heartbeat', message: line});
    known.set(name, line);
  }
}
