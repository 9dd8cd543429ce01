import type {Clock} from '../../ports/clock.js';
import type {ConcurrencyMetricsPort} from '../../ports/concurrency-metrics.js';
import type {ConcurrencyPort} from '../../ports/lambda/concurrency.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {TagsPort} from '../../ports/lambda/tags.js';
import {type ObservedConcurrency, observeConcurrency, observeConcurrencyPool} from '../concurrency/concurrency.js';
import {observePeaks} from '../concurrency/peaks.js';

/** What a function has beside its versions, as far as it is to be looked at. */
export interface ObservedSettings {
  readonly tags: Readonly<Record<string, string>>;
  readonly concurrency?: ObservedConcurrency;
}

interface SettingsDeps {
  readonly tags: TagsPort;
  readonly concurrency: ConcurrencyPort;
  readonly concurrencyMetrics: ConcurrencyMetricsPort;
  readonly clock: Clock;
}

/** Reads tags and reservation as they are wanted; a function that is not there yet has neither. Throws AwsError. */
export async function observeSettings(
  deps: SettingsDeps,
  {functionName, latest}: {readonly functionName: string; readonly latest?: FunctionConfiguration},
  wanted: {readonly tags: boolean; readonly concurrency: boolean},
  signal?: AbortSignal,
): Promise<ObservedSettings> {
  const tags = wanted.tags && latest ? await deps.tags.listTags(latest.arn, signal) : {};
  if (!wanted.concurrency) return {tags};
  if (!latest) return {tags, concurrency: {functionName, ...(await observeConcurrencyPool(deps, {}, signal))}};
  const concurrency = await observeConcurrency(deps, functionName, {}, signal);
  const peaks = await observePeaks(deps, [functionName], signal);
  const peak = 'unreadable' in peaks ? undefined : peaks.byFunction.get(functionName);
  return {tags, concurrency: {...concurrency, ...(peak !== undefined && {peak})}};
}
