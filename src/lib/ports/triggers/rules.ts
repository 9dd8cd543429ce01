/** A target of a rule of EventBridge that is a function. */
export interface RuleTarget {
  readonly bus: string;
  readonly rule: string;
  readonly targetId: string;
}

/** Rules of EventBridge in this account and region. Throws AwsError. */
export interface RulesPort {
  /** Targets that are exactly this ARN, of rules of these buses. */
  targetsAt(arn: string, buses: readonly string[], signal?: AbortSignal): Promise<readonly RuleTarget[]>;
  /**
   * Gives the target another ARN, everything else as it was read just before. `elsewhere`: it is not at `from` any more, or is
   * gone, and nothing was written.
   */
  pointTarget(
    target: RuleTarget,
    arns: {readonly from: string; readonly to: string},
    signal?: AbortSignal,
  ): Promise<'moved' | 'there' | 'elsewhere'>;
}
