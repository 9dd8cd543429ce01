import {type AliasRef, placeOf} from '../../model/function/ref.js';
import {type CostComparison, compareCosts, type VersionUse} from '../../model/price/version-cost.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {rolloutWindow} from '../../model/rollout/window.js';
import {messageOf} from '../../model/text/message-of.js';
import {observeMeanDurations} from '../../observe/rollout/mean-durations.js';
import {Deadline} from '../alias/deadline.js';
import type {OnceDeps} from '../rollout/deps.js';

/** All of it counts as one call for the deadline. */
const READ_MS = 15_000;

/**
 * What a request costs by either version, from how long they took while both had traffic. Asked when the rollout has ended, and for some
 * seconds at the most: a price never delays or hides an end. `undefined` where one of them answered nothing, where it cannot be
 * read, which is a warning, and after a person's signal.
 */
export async function compareCost(
  deps: OnceDeps,
  {ref, marker}: {readonly ref: AliasRef; readonly marker: RolloutMarker},
  interrupt: AbortSignal,
): Promise<CostComparison | undefined> {
  if (interrupt.aborted || marker.movedMs.length === 0) return undefined;
  const deadline = new Deadline({clock: deps.clock, budgetMs: READ_MS, interrupt});
  try {
    const cost = await deadline.call((signal) => read(deps, ref, marker, signal));
    if (cost) deps.events.emit({type: 'cost.compared', ref, ...cost});
    return cost;
  } catch (error) {
    const message = `What a request costs could not be read: ${messageOf(error)}`;
    deps.events.emit({type: 'warning', code: 'COST_UNREAD', message});
    return undefined;
  } finally {
    deadline.dispose();
  }
}

async function read(
  deps: OnceDeps,
  ref: AliasRef,
  marker: RolloutMarker,
  signal: AbortSignal,
): Promise<CostComparison | undefined> {
  const versions = [marker.stable, marker.candidate];
  const query = {ref, versions, ...rolloutWindow(marker, deps.clock.now())};
  const durations = await observeMeanDurations(deps, query, signal);
  if (durations.size < versions.length) return undefined;
  let region: string | undefined;
  const uses: VersionUse[] = [];
  for (const version of versions) {
    const duration = durations.get(version);
    const configuration = await deps.functions.getFunction(ref.functionName, version, signal);
    if (!duration || !configuration) return undefined;
    const {memoryMb, architecture, ephemeralStorageMb, arn} = configuration;
    region = placeOf(arn)?.region;
    uses.push({version, memoryMb, architecture, ephemeralStorageMb, ...duration});
  }
  const [stable, candidate] = uses;
  return region !== undefined && stable && candidate ? compareCosts(region, stable, candidate) : undefined;
}
