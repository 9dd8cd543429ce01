/** Copies of functions that a measurement makes and takes away. Throws AwsError. */
export interface CopiesPort {
  /** Deletes a copy, and can delete nothing else: see `copyName`. False when it was gone already. */
  deleteCopy(functionName: string, signal?: AbortSignal): Promise<boolean>;
}
