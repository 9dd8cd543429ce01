/** Which lines to read. Times are epoch milliseconds, both ends inclusive. */
export interface LogQuery {
  readonly logGroup: string;
  /** Streams whose name begins so; see logStreamPrefixes. All of the group without it. */
  readonly streamPrefix?: string | undefined;
  readonly fromMs: number;
  /** Absent: up to now, and later than now for lines stamped ahead of our clock. */
  readonly toMs?: number;
  /** CloudWatch's filter pattern; everything without it. */
  readonly filterPattern?: string;
  /** Stop after about this many lines, the earliest first. */
  readonly most?: number;
  /** Values that must not come back: the environment of the versions that write these streams. */
  readonly secrets: readonly string[];
}

/** One line of a log, secrets, presigned URLs and credentials taken out. */
export interface LogLine {
  /** Unique within its group; the same when a line is read again. */
  readonly id: string;
  readonly timeMs: number;
  readonly stream: string;
  /** Without the newline at its end; it may have others in it. */
  readonly message: string;
}

/** CloudWatch Logs. Throws AwsError. */
export interface LogsPort {
  /** All pages, by time; `undefined` when there is no such log group, as for a function that never logged. */
  readLines(query: LogQuery, signal?: AbortSignal): Promise<readonly LogLine[] | undefined>;
}
