/** The execution that drives a rollout, or did. */
export interface Execution {
  readonly arn: string;
  readonly isRunning: boolean;
  /** How it ended, in one of the machine's words or in Step Functions': `Promoted`, `NotRestored`, `ABORTED` … */
  readonly outcome?: string;
  readonly cause?: string;
}

/**
 * The engine that drives rollouts on AWS's side; `beside` is an ARN of the account and the region that is meant. Every method
 * throws AwsError.
 */
export interface EnginePort {
  /** Whether its state machine is there. */
  isInstalled(beside: string, signal?: AbortSignal): Promise<boolean>;
  /** Starts the first execution of a rollout; its ARN. The same once more changes nothing. */
  start(beside: string, rollout: {readonly rolloutId: string}, signal?: AbortSignal): Promise<string>;
  /** The newest execution of a rollout; `undefined` when it never had one. */
  find(beside: string, rolloutId: string, signal?: AbortSignal): Promise<Execution | undefined>;
}
