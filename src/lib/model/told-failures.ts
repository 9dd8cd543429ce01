import type {FailedTrace} from './failed-trace.js';
import type {FailureCause} from './failure-cause.js';

/** Why requests failed in a version: what its logs tell, and what its traces do where it is traced. */
export interface ToldFailures {
  readonly causes: readonly FailureCause[];
  readonly traces?: readonly FailedTrace[];
}
