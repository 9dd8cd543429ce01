import {formatAliasRef} from '../../model/function/ref.js';
import {aliasLine, type StatusReport, statusReportText} from '../../report/result/status/status-text.js';
import type {Session} from '../session.js';

interface WatchOptions {
  readonly everyMs: number;
  readonly read: (signal: AbortSignal) => Promise<StatusReport>;
}

/**
 * Reads a status again and again until the signal comes, and gives back the last one. Where there is a screen it is redrawn
 * in place; elsewhere there is a timestamped line for each alias that is not as it was. The signal is how a watch ends, so it
 * is no failure, unless there was nothing to see yet.
 */
export async function watchStatus(
  session: Session,
  {everyMs, read}: WatchOptions,
  signal: AbortSignal,
): Promise<StatusReport> {
  const screen = session.host.screen();
  const known = new Map<string, string>();
  let report: StatusReport | undefined;
  do {
    try {
      report = await read(signal);
    } catch (error) {
      screen?.clear();
      if (signal.aborted && report !== undefined) return report;
      throw error;
    }
    if (screen) screen.draw(statusReportText(report, screen.columns));
    else announceChanges(session, report, known);
    await session.clock.sleep(everyMs, signal);
  } while (!signal.aborted);
  screen?.clear();
  return report;
}

function announceChanges({events}: Session, {functions}: StatusReport, known: Map<string, string>): void {
  for (const status of functions.flatMap(({aliases}) => aliases)) {
    const name = formatAliasRef(status.alias);
    const line = aliasLine(status);
    if (known.get(name) !== line) events.emit({type: 'heartbeat', message: line});
    known.set(name, line);
  }
}
