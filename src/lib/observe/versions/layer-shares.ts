import {AwsError} from '../../errors.js';
import type {EventSink} from '../../ports/events.js';
import type {LayersPort} from '../../ports/lambda/layers.js';

/** A version of a layer with those besides this account who may use it; absent where that may not be read. */
export interface SharedVersion {
  readonly sharedWith?: readonly string[];
}

/** Reads who may use each version of a layer, one request for each. Without permission it says so and goes on. Throws AwsError. */
export async function observeShares<Version extends {readonly version: number}>(
  {layers, events}: {readonly layers: Pick<LayersPort, 'getShares'>; readonly events: EventSink},
  layerName: string,
  versions: readonly Version[],
  signal?: AbortSignal,
): Promise<readonly (Version & SharedVersion)[]> {
  const shared: (Version & SharedVersion)[] = [];
  for (const version of versions) {
    try {
      const {sharedWith} = await layers.getShares(layerName, version.version, signal);
      shared.push({...version, sharedWith});
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'ACCESS_DENIED')) throw error;
      const message = `Who may use ${layerName} is not shown: ${error.message}`;
      events.emit({type: 'warning', code: 'LAYER_SHARES_UNREAD', message});
      return versions;
    }
  }
  return shared;
}
