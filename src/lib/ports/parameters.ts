/** Parameters of SSM Parameter Store. Their values are secret: never emit, print or log them. Throws AwsError. */
export interface ParametersPort {
  /** Values by the names asked for, decrypted; a name that AWS does not know has no entry. */
  getParameters(names: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
}
