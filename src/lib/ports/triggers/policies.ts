import type {InvokeStatement, PolicyStatement} from '../../model/trigger/statement.js';

/** A function, or one of its aliases. */
export interface PolicyOwner {
  readonly functionName: string;
  readonly alias?: string;
}

export interface ResourcePolicy {
  /** Those that let somebody invoke; empty when there is no policy. */
  readonly statements: readonly PolicyStatement[];
  /** For the next write; absent when there is no policy yet. */
  readonly revisionId?: string;
}

/** Resource policies: the bare function and every alias have their own. Throws AwsError. */
export interface PoliciesPort {
  readPolicy(owner: PolicyOwner, signal?: AbortSignal): Promise<ResourcePolicy>;
  /** Adds one statement; with `revisionId` only to the policy that was read. */
  addStatement(
    owner: PolicyOwner,
    statement: InvokeStatement,
    revisionId?: string,
    signal?: AbortSignal,
  ): Promise<void>;
}
