import {SECOND_MS} from '../../model/duration.js';
import {placeOf} from '../../model/function/ref.js';
import {costOfRequests} from '../../model/price/cost.js';
import {copyName} from '../../model/tune/copy.js';
import type {CodeSource, FunctionConfiguration, NewFunction} from '../../ports/lambda/functions.js';

/** What is to be tried. */
export interface TuneSpec {
  readonly memoryMb: readonly number[];
  /** Of warm environments, with each size. */
  readonly calls: number;
  /** At one time. */
  readonly parallel: number;
}

export interface TunePlan extends TuneSpec {
  /** The version whose code and settings are tried. */
  readonly version: FunctionConfiguration;
  readonly region: string;
  readonly copy: string;
  /** Calls of all sizes at the most, those that begin environments included. */
  readonly mostCalls: number;
  /** What they cost when each takes until the timeout; absent where no price is known. */
  readonly mostUsd?: number;
}

/** Beside what is measured each size may have as many calls that began an environment as run at one time, and a few that Lambda moves. */
const SPARE_CALLS = 5;

/** How often a size is called at the most. */
export function mostCallsOf({calls, parallel}: Pick<TuneSpec, 'calls' | 'parallel'>): number {
  return calls + parallel + SPARE_CALLS;
}

export function planTune(version: FunctionConfiguration, spec: TuneSpec): TunePlan {
  const {architecture, ephemeralStorageMb, timeoutSeconds, functionName, arn} = version;
  const region = placeOf(arn)?.region ?? '';
  const requests = mostCallsOf(spec);
  const costs = spec.memoryMb.map((memoryMb) => {
    const environment = {region, architecture, ephemeralStorageMb, memoryMb};
    return costOfRequests({...environment, billedMs: timeoutSeconds * SECOND_MS, requests});
  });
  const mostUsd = costs.reduce((sum, usd) => (sum === undefined || usd === undefined ? undefined : sum + usd), 0);
  return {
    ...{...spec, version, region, copy: copyName(functionName)},
    mostCalls: requests * spec.memoryMb.length,
    ...(mostUsd !== undefined && {mostUsd}),
  };
}

/**
 * The copy with its first size: all that decides how fast the version answers. What belongs to asynchronous calls and to snapshots is left
 * out, since it is called neither way; it logs where the version does, and says how long each call took.
 */
export function copyToCreate({version, copy, memoryMb}: TunePlan, description: string, code: CodeSource): NewFunction {
  const {runtime, handler, tracingMode, vpc, fileSystems, imageConfig, kmsKeyArn, sourceKmsKeyArn} = version;
  const {logging, logGroup = `/aws/lambda/${version.functionName}`} = version;
  const isJson = logging?.format === 'JSON';
  return {
    ...{functionName: copy, description, code, role: version.role, architecture: version.architecture},
    ...{environment: version.environment, timeoutSeconds: version.timeoutSeconds},
    ...{memoryMb: memoryMb[0] ?? version.memoryMb, ephemeralStorageMb: version.ephemeralStorageMb},
    logging: {...logging, logGroup, ...(isJson && {systemLevel: 'INFO'})},
    ...(version.layers.length > 0 && {layers: version.layers}),
    ...(runtime !== undefined && {runtime}),
    ...(handler !== undefined && {handler}),
    ...(tracingMode !== undefined && {tracingMode}),
    ...(vpc && {vpc}),
    ...(fileSystems && {fileSystems}),
    ...(imageConfig && {imageConfig}),
    ...(kmsKeyArn !== undefined && {kmsKeyArn}),
    ...(sourceKmsKeyArn !== undefined && {sourceKmsKeyArn}),
  };
}
