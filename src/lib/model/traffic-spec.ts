import {ParseError} from './parse-error.js';
import {parseVersion, type Version} from './version.js';
import {parseWeightPercent, type WeightPercent} from './weight.js';

/** A wanted split: one version with everything, or a candidate beside the rest. */
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
