/** A log event as metrics are taken out of it. */
export interface WrittenEvent {
  readonly group: string;
  readonly message: string;
  readonly timestampMs: number;
  /** Turns the time the writer knows into sandbox time: handlers live in wall time. */
  readonly toSandboxMs: (writerMs: number) => number;
}
