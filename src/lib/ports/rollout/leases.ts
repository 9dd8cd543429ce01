import type {AliasRef} from '../../model/function/ref.js';
import type {Version} from '../../model/versions/version.js';

/** What stands ready to give stable all traffic of an alias, unless it is renewed or removed. */
export interface Lease {
  readonly rolloutId: string;
  /** ARN of the role by which AWS does it. */
  readonly role: string;
  readonly lengthMs: number;
  /** When it runs out, epoch milliseconds; AWS acts within the minute after that. */
  readonly endMs: number;
  /** The state of the alias that it takes back: any other is left alone. */
  readonly revisionId: string;
  /** A person keeps it while the rollout is held. */
  readonly ofHold?: true;
}

/** A lease as it is given. */
export interface NewLease extends Lease {
  readonly stable: Version;
  readonly candidate: Version;
  /** Of the alias when it has run. */
  readonly description: string;
}

/** Leases, one an alias. Every method throws AwsError; LEASE_ROLE_REFUSED: the role cannot be used for it. */
export interface LeasesPort {
  get(ref: AliasRef, signal?: AbortSignal): Promise<Lease | undefined>;
  /** In place of whatever is there. */
  set(ref: AliasRef, lease: NewLease, signal?: AbortSignal): Promise<void>;
  /** In place of the one that is there; false when none is. */
  renew(ref: AliasRef, lease: NewLease, signal?: AbortSignal): Promise<boolean>;
  /** Nothing to remove is no error. */
  remove(ref: AliasRef, signal?: AbortSignal): Promise<void>;
}
