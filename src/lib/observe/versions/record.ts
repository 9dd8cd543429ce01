import type {LogsPort} from '../../ports/logs.js';

interface RecordQuery {
  readonly logGroup: string;
  readonly functionName: string;
  /** Epoch milliseconds. */
  readonly fromMs: number;
}

/** What becomes of versions; how it came to that is for whoever reads the record itself. */
const FATES = '{ $.type = "rollout.*" || $.type = "abort.*" || $.type = "traffic.shifted" }';

/** The lines of a function's record that tell what became of its versions; none without a record. Throws AwsError. */
export async function observeRecord(
  {logs}: {readonly logs: LogsPort},
  {logGroup, functionName, fromMs}: RecordQuery,
  signal?: AbortSignal,
): Promise<readonly object[]> {
  const query = {logGroup, streamPrefix: functionName, fromMs, filterPattern: FATES, secrets: []};
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
