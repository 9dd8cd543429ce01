/** Actions that are needed on the same resources. */
export interface PermissionGroup {
  /** Sid of the policy's statement. */
  readonly sid: string;
  /** What they are needed for, in the words of a sentence. */
  readonly purpose: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** A release goes without them; other commands do not. */
  readonly isOptional?: true;
  /** The AWS service through which alone they may be used, such as `ssm.eu-west-1.amazonaws.com`. */
  readonly viaService?: string;
  /** The service that a role may be passed to; otherwise it could be handed to any. */
  readonly passedTo?: string;
}
