/**
 * What a function runs on. `standard`: execution environments of Lambda's own, one request at a time. `capacityProvider`: Lambda
 * Managed Instances, instances of the account's own.
 */
export type FunctionKind = 'standard' | 'capacityProvider';

interface FunctionLimits {
  readonly maxMemoryMb: number;
  readonly maxEphemeralStorageMb: number;
  readonly maxTimeoutSeconds: number;
}

/**
 * The bounds of each kind, in one place. Standard: AWS Lambda quotas. Capacity providers: the Lambda service model of 2026 (MemorySize
 * and EphemeralStorage to 32,768, Timeout to 5,400 for asynchronous events and most event sources).
 */
export const FUNCTION_LIMITS: Readonly<Record<FunctionKind, FunctionLimits>> = {
  standard: {maxMemoryMb: 10_240, maxEphemeralStorageMb: 10_240, maxTimeoutSeconds: 900},
  capacityProvider: {maxMemoryMb: 32_768, maxEphemeralStorageMb: 32_768, maxTimeoutSeconds: 5_400},
};

export const MIN_MEMORY_MB = 128;
export const MIN_EPHEMERAL_STORAGE_MB = 512;
