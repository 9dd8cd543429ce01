import type {AliasRef} from '../../model/function/ref.js';

/** An event source mapping as it stands. */
export interface Mapping {
  readonly uuid: string;
  /** Alias or version it invokes; absent when it is mapped to the bare function, which runs `$LATEST`. */
  readonly qualifier?: string;
  /** `Enabled`, `Disabled`, or on its way: `Creating`, `Enabling`, `Disabling`, `Updating`, `Deleting`. */
  readonly state: string;
}

/** Single event source mappings. Throws AwsError. */
export interface MappingsPort {
  /** Absent when there is none of this UUID. */
  getMapping(uuid: string, signal?: AbortSignal): Promise<Mapping | undefined>;
  /** Has it invoke the alias from then on, everything else as it is; answers before AWS has carried it out. */
  pointMapping(uuid: string, ref: AliasRef, signal?: AbortSignal): Promise<Mapping>;
}
