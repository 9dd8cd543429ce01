/** One command of a person's own, in a shell. */
export interface CommandRequest {
  readonly command: string;
  /** Absolute path of the folder it runs in. */
  readonly folder: string;
  /** Added to this process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Given to it on stdin; nothing without it. */
  readonly input?: string;
  /** It is killed after that long; wall time, milliseconds. */
  readonly timeoutMs: number;
  /** Every line it prints, on either stream. */
  readonly onLine: (line: string) => void;
}

export interface CommandEnd {
  /** As a shell sees it: 128 + number when a signal killed it, 127 when there is no such command. */
  readonly exitCode: number;
  readonly timedOut: boolean;
}

/** Commands on this machine. Never throws; the signal kills the command with all it has started. */
export interface CommandsPort {
  run(request: CommandRequest, signal?: AbortSignal): Promise<CommandEnd>;
}
