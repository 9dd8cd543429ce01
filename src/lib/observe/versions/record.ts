import type {LogsPort} from '../../ports/logs.js';

interface RecordQuery {
  readonly logGroup: string;
  readonly functionName: string;
  /** Epoch milliseconds. */
  readonly fromMs: number;
  /** Inclusive; now without it. */
  readonly toMs?: number | undefined;
  /** How it came to that, too, and not only what became of versions. */
  readonly isWhole?: boolean;
}

/** What becomes of versions, and nothing of how it came to that. */
const FATES = '{ $.type = "rollout.*" || $.type = "abort.*" || $.type = "traffic.shifted" }';

/** The lines of a function's record, those that tell what became of its versions or all of them; none without a record. Throws AwsError. */
export async function observeRecord(
  {logs}: {readonly logs: LogsPort},
  {logGroup, functionName, fromMs, toMs, isWhole = false}: RecordQuery,
  signal?: AbortSignal,
): Promise<readonly object[]> {
  const query = {
    ...{logGroup, streamPrefix: functionName, fromMs, secrets: []},
    ...(toMs !== undefined && {toMs}),
    ...(!isWhole && {filterPattern: FATES}),
  };
  const lines = (await logs.readLines(query, signal)) ?? [];
  // A prefix is also that of functions with a longer name.
  return lines.filter(({stream}) => stream === functionName).flatMap(({message}) => parsed(message));
}

/** Whatever else somebody has written into the log group is no event. */
function parsed(message: string): readonly object[] {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch {
    return [];
  }
}
