import type {EventPattern} from './event-pattern.js';
import type {TargetInput} from './target-input.js';

/** Where a rule sends what it matches. */
export interface RuleTarget extends TargetInput {
  readonly id: string;
  readonly arn: string;
  readonly deadLetterArn: string | undefined;
  /** The members of the request, as they are given back. */
  readonly given: Readonly<Record<string, unknown>>;
}

export interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly arn: string;
  readonly eventPattern: string | undefined;
  readonly matches: EventPattern | undefined;
  readonly scheduleExpression: string | undefined;
  readonly isEnabled: boolean;
  /** The state as it was put: one of them listens to CloudTrail too. */
  readonly state: string;
  readonly description: string | undefined;
  readonly roleArn: string | undefined;
  readonly targets: Map<string, RuleTarget>;
}
