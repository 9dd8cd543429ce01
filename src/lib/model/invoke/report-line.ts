/** What Lambda says at the end of an invocation of the time and memory it took. */
export interface InvocationReport {
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memoryMb: number;
  readonly maxMemoryMb: number;
  /** Present when the invocation began an environment. */
  readonly initMs?: number;
}

const LINE =
  /^REPORT RequestId: \S+\s+Duration: ([\d.]+) ms\s+Billed Duration: (\d+) ms\s+Memory Size: (\d+) MB\s+Max Memory Used: (\d+) MB(?:\s+Init Duration: ([\d.]+) ms)?/m;

/**
 * The report in the tail of an invocation's log: the REPORT line, or the `platform.report` record of the JSON format. Nothing
 * where the tail has none, as when the function's log level leaves it out. Sources: Lambda Developer Guide, "Viewing
 * CloudWatch logs for Lambda functions"; Lambda Telemetry API, "platform.report".
 */
export function parseReport(logTail: string): InvocationReport | undefined {
  const [line, durationMs, billedMs, memoryMb, maxMemoryMb, initMs] = LINE.exec(logTail) ?? [];
  if (line === undefined) return fromRecords(logTail);
  return {
    ...{durationMs: Number(durationMs), billedMs: Number(billedMs)},
    ...{memoryMb: Number(memoryMb), maxMemoryMb: Number(maxMemoryMb)},
    ...(initMs !== undefined && {initMs: Number(initMs)}),
  };
}

function fromRecords(logTail: string): InvocationReport | undefined {
  for (const line of logTail.split('\n').reverse()) {
    const {durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs} = metricsIn(line);
    if (!isNumber(durationMs) || !isNumber(billedDurationMs)) continue;
    if (!isNumber(memorySizeMB) || !isNumber(maxMemoryUsedMB)) continue;
    const report = {durationMs, billedMs: billedDurationMs, memoryMb: memorySizeMB, maxMemoryMb: maxMemoryUsedMB};
    return isNumber(initDurationMs) ? {...report, initMs: initDurationMs} : report;
  }
  return undefined;
}

function metricsIn(line: string): Readonly<Record<string, unknown>> {
  if (!line.includes('"platform.report"')) return {};
  try {
    const record = JSON.parse(line) as {type?: unknown; record?: {metrics?: Record<string, unknown>}} | null;
    return record?.type === 'platform.report' ? (record.record?.metrics ?? {}) : {};
  } catch {
    // The tail begins in the middle of a line, or the handler wrote it.
    return {};
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
