import type {Version} from '../../model/versions/version.js';

/**
 * Raw counts of one version in one minute, as CloudWatch holds them now; late points may still raise them. An absent count
 * is a point that is not there, which is not 0: it may be late, or it may never come.
 */
export interface VersionMinute {
  /** Start of the minute, epoch milliseconds. */
  readonly minuteMs: number;
  readonly version: Version;
  readonly invocations?: number;
  readonly errors?: number;
  /** How many values `errors` is the sum of, zeros included: its SampleCount. */
  readonly samples?: number;
  /** The same of `invocations`, where that is not a sum of ones. */
  readonly samplesOfAll?: number;
}
