import type {LogLine, LogQuery, LogsPort} from '../../src/lib/ports/logs.js';
import type {CallGate} from './call-gate.js';

/** CloudWatch Logs in memory: one group, given lines, and every query kept. A group that is not there has no lines. */
export class FakeLogs implements LogsPort {
  readonly queries: LogQuery[] = [];
  lines: readonly LogLine[] | undefined;
  readonly #gate: CallGate;

  constructor(gate: CallGate, lines?: readonly LogLine[]) {
    this.#gate = gate;
    this.lines = lines;
  }

  readLines(query: LogQuery, signal?: AbortSignal): Promise<readonly LogLine[] | undefined> {
    return this.#gate.pass('readLines', signal, () => {
      this.queries.push(query);
      const {fromMs, toMs = Number.POSITIVE_INFINITY} = query;
      return this.lines?.filter(
        ({stream, timeMs}) => stream.startsWith(query.streamPrefix ?? '') && timeMs >= fromMs && timeMs <= toMs,
      );
    });
  }
}

/** A line of one version's stream on the given UTC day, `2026/01/01`. */
export function aLine(message: string, {timeMs = 0, day = '2026/01/01', version = '7', id = message} = {}): LogLine {
  return {id, timeMs, stream: `${day}/[${version}]0123456789abcdef0123456789abcdef`, message};
}
