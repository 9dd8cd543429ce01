import {HOUR_MS, SECOND_MS} from '../duration.js';
import {lambdaPrice} from './price-table.js';

/** What a price hangs on. */
export interface PricedEnvironment {
  readonly region: string;
  /** As AWS says it: `x86_64` or `arm64`. */
  readonly architecture: string;
  readonly memoryMb: number;
}

/** Requests that each keep an environment busy for as long as Lambda bills. */
export interface PricedRequests extends PricedEnvironment {
  /** Mean of what Lambda bills for one: its duration and, where it began an environment, the init before it. */
  readonly billedMs: number;
  /** A million when absent, which is what people compare. */
  readonly requests?: number;
  /** Size of `/tmp`, of which 512 MB cost nothing. */
  readonly ephemeralStorageMb?: number;
  /** True when they are answered by provisioned concurrency, whose own price is `costOfProvisioned`. */
  readonly provisioned?: boolean;
}

const MB_OF_A_GB = 1024;
const FREE_STORAGE_MB = 512;
const A_MILLION = 1_000_000;

/**
 * What requests cost in US dollars by the table of prices, without free tier, tiers above the first and savings plans. `undefined` where
 * the table does not have the region or the architecture: whoever shows it says so by `unpricedText`.
 */
export function costOfRequests(priced: PricedRequests): number | undefined {
  const {region, architecture, memoryMb, billedMs, requests = A_MILLION, ephemeralStorageMb = 0} = priced;
  const price = lambdaPrice(region, architecture);
  if (!price) return undefined;
  const seconds = (billedMs / SECOND_MS) * requests;
  const perGbSecond = priced.provisioned ? price.perGbSecondProvisioned : price.perGbSecond;
  const storageMb = Math.max(0, ephemeralStorageMb - FREE_STORAGE_MB);
  return (
    (requests / A_MILLION) * price.perMillionRequests +
    seconds * (memoryMb / MB_OF_A_GB) * perGbSecond +
    seconds * (storageMb / MB_OF_A_GB) * price.perGbSecondStorage
  );
}

/** What keeping `count` environments ready costs an hour in US dollars, whether they answer or not; `undefined` as above. */
export function costOfProvisioned(
  environment: PricedEnvironment,
  count: number,
  durationMs = HOUR_MS,
): number | undefined {
  const price = lambdaPrice(environment.region, environment.architecture);
  if (!price) return undefined;
  return count * (environment.memoryMb / MB_OF_A_GB) * (durationMs / SECOND_MS) * price.perGbSecondReady;
}

/** Why there is no sum of money. */
export function unpricedText({region, architecture}: Pick<PricedEnvironment, 'region' | 'architecture'>): string {
  return `no price is known here for ${architecture} in ${region}`;
}

/** An amount as people write it: `$12.34`, and below ten cents with the digits that tell two of them apart, `$0.0123`. */
export function formatUsd(usd: number): string {
  const size = Math.abs(usd);
  const digits = size >= 0.1 || size === 0 ? 2 : Math.min(10, 2 - Math.floor(Math.log10(size)));
  return `${usd < 0 ? '-' : ''}$${size.toFixed(digits)}`;
}
