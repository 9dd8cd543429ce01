import type {AnalysisSettings} from '../../analysis/settings.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {Version} from '../../model/versions/version.js';
import type {ConcurrencyPort} from '../../ports/lambda/concurrency.js';
import type {SignalsPort} from '../../ports/signals.js';
import {withAlarms} from './alarms.js';
import {observeCapacity} from './capacity.js';
import {type ObserveDeps, type ObservedRollout, observeRollout} from './rollout.js';

export interface BeginningDeps extends ObserveDeps {
  readonly signals: SignalsPort;
  readonly concurrency: ConcurrencyPort;
}

/** Everything a rollout is begun on: the alias, the versions, the alarms it is to mind, and what the function may answer. Throws AwsError. */
export async function observeBeginning(
  deps: BeginningDeps,
  ref: AliasRef,
  {wanted, settings}: {readonly wanted: readonly Version[]; readonly settings: Pick<AnalysisSettings, 'alarms'>},
  signal?: AbortSignal,
): Promise<ObservedRollout> {
  const atRest = await observeRollout(deps, ref, wanted, signal);
  const observed = await withAlarms(deps, atRest, settings, signal);
  return {...observed, capacity: await observeCapacity(deps, ref.functionName, signal)};
}
