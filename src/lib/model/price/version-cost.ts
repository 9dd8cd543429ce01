import type {Version} from '../versions/version.js';
import {costOfRequests, formatUsd, unpricedText} from './cost.js';

/** What one version answered in a time, and on what. */
export interface VersionUse {
  readonly version: Version;
  readonly memoryMb: number;
  readonly architecture: string;
  readonly ephemeralStorageMb: number;
  readonly requests: number;
  /** Mean duration, milliseconds. The init of cold starts is not in it, and is billed, too. */
  readonly meanMs: number;
}

/** The same with its price. */
export interface VersionCost extends VersionUse {
  /** US dollars that a million requests of this mean cost on demand; absent where no price is known. */
  readonly usdPerMillion?: number;
}

/** What a request costs before and after. */
export interface CostComparison {
  readonly region: string;
  readonly stable: VersionCost;
  readonly candidate: VersionCost;
}

/** Both versions of a rollout with what a million of their requests cost. */
export function compareCosts(region: string, stable: VersionUse, candidate: VersionUse): CostComparison {
  return {region, stable: priced(region, stable), candidate: priced(region, candidate)};
}

/** By how much a million requests of the candidate cost more, as a share of what they did: 0.1 is a tenth more; absent where no price is known. */
export function costChange({stable, candidate}: CostComparison): number | undefined {
  const [before, after] = [stable.usdPerMillion, candidate.usdPerMillion];
  return before === undefined || after === undefined || before === 0 ? undefined : after / before - 1;
}

/** `$1.23`, or why there is no such sum. */
export function costText({usdPerMillion, architecture}: VersionCost, region: string): string {
  return usdPerMillion === undefined ? unpricedText({architecture, region}) : formatUsd(usdPerMillion);
}

function priced(region: string, use: VersionUse): VersionCost {
  const {memoryMb, architecture, ephemeralStorageMb, meanMs} = use;
  const usdPerMillion = costOfRequests({region, memoryMb, architecture, ephemeralStorageMb, billedMs: meanMs});
  return {...use, ...(usdPerMillion !== undefined && {usdPerMillion})};
}
