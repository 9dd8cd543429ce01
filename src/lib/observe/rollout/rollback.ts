import {AwsError} from '../../errors.js';
import {isNoteOf, splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import {compareVersions, type Version} from '../../model/versions/version.js';
import {readLivingAlias} from './living-alias.js';
import {type ObserveDeps, type ObservedRollout, observeRollout} from './rollout.js';

/** An alias before a rollback. */
export interface ObservedRollback extends ObservedRollout {
  /** Active versions the alias could go to, newest first; looked for only when nobody knows where to go. */
  readonly others: readonly Version[];
  /** The highest Active version below stable that no other alias holds; absent when there is none or nobody may look. */
  readonly likely?: Version;
}

const LOOK_AT = 5;

/** Reads what a rollback decides on; lists versions only when neither `to` nor the alias names one. Throws AwsError. */
export async function observeRollback(
  deps: ObserveDeps,
  ref: AliasRef,
  to?: Version,
  signal?: AbortSignal,
): Promise<ObservedRollback> {
  const alias = await readLivingAlias(deps, ref, signal);
  const target = to ?? (alias && notedTarget(alias));
  const observed = await observeRollout(deps, ref, target === undefined ? [] : [target], signal);
  const {stable, description = ''} = observed.alias ?? {};
  const isNoted = splitDescription(description).previous.length > 0;
  const isKnown = to !== undefined || isNoted || observed.standing.kind !== 'idle';
  if (isKnown || stable === undefined) return {...observed, others: []};
  const listed = (await deps.functions.listVersions(ref.functionName, signal))
    .map(({version}) => version)
    .filter((version) => version !== stable)
    .sort(compareVersions)
    .toReversed();
  const others = await activeOf(deps, ref, listed.slice(0, LOOK_AT), LOOK_AT, signal);
  const held = /^\d+$/.test(stable) ? await heldElsewhere(deps, ref, signal) : undefined;
  const lower = listed.filter((version) => held?.has(version) === false && compareVersions(version, stable) < 0);
  const [likely] = await activeOf(deps, ref, lower.slice(0, LOOK_AT), 1, signal);
  return {...observed, others, ...(likely !== undefined && {likely})};
}

function notedTarget({description, stable}: AliasState): Version | undefined {
  const note = splitDescription(description);
  return isNoteOf(note, stable) ? note.previous[0] : undefined;
}

// Lists carry no state (ListVersionsByFunction), so each version is asked for, and only a few.
async function activeOf(
  {functions}: ObserveDeps,
  {functionName}: AliasRef,
  versions: readonly Version[],
  most: number,
  signal?: AbortSignal,
): Promise<readonly Version[]> {
  const active: Version[] = [];
  for (const version of versions) {
    if (active.length >= most) break;
    const configuration = await functions.getFunction(functionName, version, signal);
    if (configuration?.state === 'Active') active.push(version);
  }
  return active;
}

/** Versions that other aliases of the function send traffic to: theirs, and not what this one served. `undefined` when nobody may look. */
async function heldElsewhere(
  {aliases}: ObserveDeps,
  {functionName, alias}: AliasRef,
  signal?: AbortSignal,
): Promise<ReadonlySet<Version> | undefined> {
  try {
    const others = (await aliases.listAliases(functionName, signal)).filter((other) => other.alias !== alias);
    return new Set(others.flatMap(({stable, candidate}) => [stable, ...(candidate ? [candidate.version] : [])]));
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ACCESS_DENIED') return undefined;
    throw error;
  }
}
