import type {Candidate, RunnableVersion} from '../../invocation.js';
import type {CodeFolder} from '../code-folders.js';

/** How the process of one execution environment is started. */
export interface Launch {
  /** Absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** Variables beside those that every environment has. */
  readonly env: Readonly<Record<string, string>>;
  /** It is told where to write log events as frames, in `_LAMBDA_TELEMETRY_LOG_FD`. */
  readonly framedLogs: boolean;
}

/** The runtimes of one language. */
export interface Launcher {
  runs(runtime: string): boolean;
  /** Why such a function cannot run on this machine; undefined when it can. */
  whyNot(candidate: Candidate): Promise<string | undefined>;
  /** Rejects with a plain reason when it cannot be started after all. */
  launch(version: RunnableVersion, folder: CodeFolder): Promise<Launch>;
}
