export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  readonly region: string;
}

/** Who calls, and where. Throws AwsError with code CREDENTIALS_MISSING or REGION_MISSING when nobody can tell. */
export interface IdentityPort {
  whoAmI(signal?: AbortSignal): Promise<CallerIdentity>;
}
