/** Roles of IAM. */
export interface RolesPort {
  /**
   * The trust policy of a role, by its ARN, as IAM has it: whatever JSON that is. `undefined` when there is no such role.
   * Throws AwsError.
   */
  trustOf(roleArn: string, signal?: AbortSignal): Promise<unknown>;
}
