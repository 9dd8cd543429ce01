import {splitDescription} from '../../model/alias/description.js';
import type {AliasRef} from '../../model/function-ref.js';
import {compareVersions, type Version} from '../../model/version.js';
import {type ObserveDeps, type ObservedRollout, observeRollout} from './rollout.js';

/** An alias before a rollback. */
export interface ObservedRollback extends ObservedRollout {
  /** Active versions the alias could go to, newest first; looked for only when nobody knows where to go. */
  readonly others: readonly Version[];
}

const LOOK_AT = 5;

/** Reads what a rollback decides on; lists versions only when neither `to` nor the alias names one. Throws AwsError. */
export async function observeRollback(
  deps: ObserveDeps,
  ref: AliasRef,
  to?: Version,
  signal?: AbortSignal,
): Promise<ObservedRollback> {
  const alias = await deps.aliases.getAlias(ref, signal);
  const target = to ?? (alias && splitDescription(alias.description).previous[0]);
  const observed = await observeRollout(deps, ref, target === undefined ? [] : [target], signal);
  const isKnown = target !== undefined || observed.standing.kind !== 'idle' || !observed.alias;
  const others = isKnown ? [] : await activeVersions(deps, ref, observed.alias?.stable, signal);
  return {...observed, others};
}

// Lists carry no state (ListVersionsByFunction), so each version is asked for, and only the newest few.
async function activeVersions(
  {functions}: ObserveDeps,
  {functionName}: AliasRef,
  current: Version | undefined,
  signal?: AbortSignal,
): Promise<readonly Version[]> {
  const listed = (await functions.listVersions(functionName, signal))
    .map(({version}) => version)
    .filter((version) => version !== current)
    .sort(compareVersions)
    .toReversed()
    .slice(0, LOOK_AT);
  const active: Version[] = [];
  for (const version of listed) {
    const configuration = await functions.getFunction(functionName, version, signal);
    if (configuration?.state === 'Active') active.push(version);
  }
  return active;
}
