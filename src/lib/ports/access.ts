import type {AliasRef} from '../model/function/ref.js';

/** What a permission is tried on. */
export interface AccessTarget {
  readonly ref?: AliasRef;
  /** ARN of what the action is about. */
  readonly resource?: string;
  readonly logGroup?: string;
  readonly bucket?: string;
  readonly keyPrefix?: string;
}

/** How a trial ended. `untested`: no harmless call can tell, or the one that could did not get through. */
export type Access = 'allowed' | 'denied' | 'untested';

/** What the caller may do, found out without changing anything. */
export interface AccessPort {
  /**
   * Tries an IAM action by a call that reads, or that AWS checks and does not carry out (DryRun). An answer such as "not
   * found" proves the permission too. Throws AwsError only for credentials that AWS does not accept.
   */
  tryAction(action: string, target: AccessTarget, signal?: AbortSignal): Promise<Access>;
  /** By how many milliseconds AWS's clock is ahead of this machine's; AWS refuses requests beyond five minutes. */
  clockSkewMs(signal?: AbortSignal): Promise<number>;
}
