import type {FailedTrace} from '../model/failed-trace.js';
import type {Version} from '../model/versions/version.js';

/** Which requests to look for. Times are epoch milliseconds, at most six hours apart. */
export interface TraceQuery {
  /** ARN of the function, with a version or without. */
  readonly functionArn: string;
  readonly functionName: string;
  readonly version: Version;
  readonly fromMs: number;
  readonly toMs: number;
  /** Stop after so many. */
  readonly most: number;
  /** Values that must not come back: the environment of the version. */
  readonly secrets: readonly string[];
}

/** AWS X-Ray. Throws AwsError. */
export interface TracesPort {
  /**
   * Requests that failed in this version, the newest first, secrets taken out. A sample, by which nothing can be counted:
   * X-Ray keeps one request a second and a twentieth of the others, and of those only what says which version it ran in.
   */
  readFailedTraces(query: TraceQuery, signal?: AbortSignal): Promise<readonly FailedTrace[]>;
}
