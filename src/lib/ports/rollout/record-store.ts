/** One event as it is kept. */
export interface RecordLine {
  /** Epoch milliseconds. */
  readonly timeMs: number;
  readonly text: string;
}

/** Where events are kept for longer than a process. */
export interface RecordStore {
  /** Appends lines, in the order of time, to the stream of a function; what is not there is made. Throws AwsError. */
  append(logGroup: string, stream: string, lines: readonly RecordLine[], signal?: AbortSignal): Promise<void>;
}
