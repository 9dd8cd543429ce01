import type {AliasRef} from '../../model/function/ref.js';

/** An execution of the state machine, which drives one rollout. */
export interface RunningExecution {
  /** `<rollout id>-<part>`. */
  readonly name: string;
  readonly arn: string;
  readonly startedMs: number;
}

/** Executions of state machines. Throws AwsError. */
export interface ExecutionsPort {
  /** Those that are under way, the newest first; none of a state machine that is not there. */
  running(stateMachineArn: string, signal?: AbortSignal): Promise<readonly RunningExecution[]>;
  /** The alias whose rollout an execution drives; `undefined` when its input does not say. */
  aliasOf(executionArn: string, signal?: AbortSignal): Promise<AliasRef | undefined>;
}
