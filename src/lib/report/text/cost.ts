import {PRICES_OF} from '../../model/price/price-table.js';
import {type CostComparison, costChange, costText, type VersionUse} from '../../model/price/version-cost.js';
import {formatMilliseconds} from '../number-text.js';

/** What a sum is made of, and what is not in it. */
export const PRICE_NOTE = `on demand, prices of ${PRICES_OF}, without init`;

/** What a million requests cost before and after, in one line. */
export function costComparedText(cost: CostComparison): string {
  const {region, stable, candidate} = cost;
  const change = costChange(cost);
  const much = change === undefined ? '' : ` (${changeText(change)})`;
  return `a million requests: ${costText(candidate, region)} by version ${candidate.version}${much}, ${costText(stable, region)} by version ${stable.version}; ${PRICE_NOTE}`;
}

/** `85 ms at 512 MB on arm64`. */
export function useText({meanMs, memoryMb, architecture}: VersionUse): string {
  return `${formatMilliseconds(meanMs)} at ${memoryMb} MB on ${architecture}`;
}

/** `+12%`, `-3%`, `as much`: whole percents, since prices are of a day and means of some minutes. */
export function changeText(change: number): string {
  const percent = Math.round(change * 100);
  return percent === 0 ? 'as much' : `${percent > 0 ? '+' : ''}${percent}%`;
}
