import type {ReleaseTarget} from '../../config/release-target.js';
import type {ReleaseJob} from '../../execute/publish/release-function.js';
import type {ObservedFunction} from '../../observe/publish/function.js';
import type {Refusal} from '../../plan/refusal.js';
import type {PackagingOptions} from './packaging.js';

/** What a person says of publishing beside the function itself. */
export interface PublishOptions extends PackagingOptions {
  /** Why it leaves against a freeze or a blocker. */
  readonly override?: string | undefined;
  readonly bucket?: string | undefined;
  readonly prefix?: string | undefined;
  readonly create?: boolean | undefined;
  readonly message?: string | undefined;
  readonly 'dry-run'?: boolean | undefined;
}

/** A package, what AWS has of its function, and what would be done, or why not. */
export interface PreparedPublish {
  readonly target: ReleaseTarget;
  readonly observed: ObservedFunction;
  readonly job?: ReleaseJob;
  readonly refusals: readonly Refusal[];
}
