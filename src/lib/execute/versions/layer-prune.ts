import {AwsError} from '../../errors.js';
import {usersOf} from '../../observe/versions/layer-versions.js';
import type {LayerPrunePlan} from '../../plan/versions/layer-prune.js';
import type {EventSink} from '../../ports/events.js';
import type {LayersPort} from '../../ports/lambda/layers.js';

export interface LayerPruneOutcome {
  readonly deleted: readonly number[];
  /** Planned, but used by the time it was their turn. */
  readonly spared: readonly {readonly version: number; readonly usedBy: readonly string[]}[];
}

/**
 * Deletes the versions of a plan, oldest first, and looks right before each at every function of the region: what is used by now is
 * spared. Throws AwsError with what was deleted until then in `details`, and the signal's reason when interrupted.
 */
export async function pruneLayer(
  {layers, events}: {readonly layers: LayersPort; readonly events: EventSink},
  {layerName, removed}: LayerPrunePlan,
  signal?: AbortSignal,
): Promise<LayerPruneOutcome> {
  const deleted: number[] = [];
  const spared: {version: number; usedBy: readonly string[]}[] = [];
  for (const {version, arn} of removed) {
    signal?.throwIfAborted();
    try {
      const usedBy = usersOf(arn, await layers.listUsers(undefined, signal));
      if (usedBy.length > 0) {
        spared.push({version, usedBy});
        continue;
      }
      await layers.deleteVersion(layerName, version, signal);
    } catch (error) {
      throw error instanceof AwsError ? incomplete(layerName, {version, deleted, removed}, error) : error;
    }
    deleted.push(version);
    const done = deleted.length + spared.length;
    events.emit({type: 'layer.deleted', layerName, version, done, count: removed.length});
  }
  return {deleted, spared};
}

function incomplete(
  layerName: string,
  {
    version,
    deleted,
    removed,
  }: {
    readonly version: number;
    readonly deleted: readonly number[];
    readonly removed: LayerPrunePlan['removed'];
  },
  error: AwsError,
): AwsError {
  return new AwsError(
    `${layerName}: ${deleted.length} of ${removed.length} versions were deleted. Version ${version}: ${error.message}`,
    {
      code: error.code,
      suggestions: [...error.suggestions, `Try the rest again: lambda-release layers prune ${layerName}`],
      details: {...error.details, deleted},
      cause: error,
    },
  );
}
