/** The CI job this process runs in, as far as its environment tells. */
export interface CiJob {
  readonly system: string;
  /** How long the job may run, milliseconds; absent when the environment does not say. */
  readonly limitMs?: number;
  /** False: `limitMs` is the system's own default, and the job may have been given less. */
  readonly isExact: boolean;
  /** When it started, epoch milliseconds; absent when the environment does not say. */
  readonly startedMs?: number;
}
