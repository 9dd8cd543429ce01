import {isSameWeight} from '../alias/target.js';
import {ParseError} from '../parse-error.js';
import {parseVersion, type Version} from '../versions/version.js';
import {formatWeightPercent, parseWeightPercent, type WeightPercent} from './weight.js';

/** A version and its share. */
export interface TrafficSpec {
  readonly version: Version;
  readonly weightPercent: WeightPercent;
}

/** Reads `8` (all of it) or `8@10` (version 8 gets 10 %). Throws ParseError. */
export function parseTrafficSpec(text: string): TrafficSpec {
  const [version = '', weight, ...rest] = text.trim().split('@');
  if (rest.length > 0)
    throw new ParseError(`"${text}" is not a split.`, 'Write 8@10 for 10 % to version 8, or 8 for all of it.');
  return {version: parseVersion(version), weightPercent: weight === undefined ? 100 : parseWeightPercent(weight)};
}

/** A wanted split: one version with everything, a candidate beside the rest, or two versions that share everything. */
export type TrafficSplit = readonly [TrafficSpec] | readonly [TrafficSpec, TrafficSpec];

/**
 * Puts the words of a split together: `8`, `8@10`, or `7@90 8@10`. Versions with 0 % beside others are left out. Throws
 * ParseError when the shares are not 100 % together, or when more than two versions have one: AWS splits between two.
 */
export function toTrafficSplit(specs: readonly TrafficSpec[]): TrafficSplit {
  const [only, ...others] = specs;
  if (!only) throw new ParseError('No split is named.', 'Write 8@10 for 10 % to version 8, or 8 for all of it.');
  if (others.length === 0) return [only];
  const words = specs.map(formatTrafficSpec).join(' ');
  const total = specs.reduce((sum, {weightPercent}) => sum + weightPercent, 0);
  if (!isSameWeight(total, 100)) {
    throw new ParseError(
      `"${words}" adds up to ${formatWeightPercent(total)}.`,
      'Give every version a share, 100 together: 7@90 8@10.',
    );
  }
  if (new Set(specs.map(({version}) => version)).size < specs.length) {
    throw new ParseError(`"${words}" names a version twice.`, 'Give each version one share: 7@90 8@10.');
  }
  const [first, second, third] = specs.filter(({weightPercent}) => weightPercent > 0);
  if (third) {
    throw new ParseError(`"${words}" names ${specs.length} versions.`, 'AWS splits an alias between two at most.');
  }
  if (!first) throw new ParseError(`"${words}" leaves nobody.`, 'Give one version all of it: 8.');
  return second ? [first, second] : [first];
}

/** `8@10`, or `8` for all of it. */
export function formatTrafficSpec({version, weightPercent}: TrafficSpec): string {
  return weightPercent === 100 ? version : `${version}@${weightPercent}`;
}
