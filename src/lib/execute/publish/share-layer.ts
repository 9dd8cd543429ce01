import {AwsError} from '../../errors.js';
import {shortLayerArn} from '../../model/layer/arn.js';
import {shareCommand} from '../../model/layer/share.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {LayersPort} from '../../ports/lambda/layers.js';
import {leavesOpen} from '../alias/write-error.js';

/** Failures in a row, each after a pause, until it is given up. */
const MOST_FAILURES = 5;
const PAUSE_MS = 2_000;

/** Said when another writer of the policy came first: then it is read again. */
const MOVED: ReadonlySet<string> = new Set(['PRECONDITION_FAILED', 'RESOURCE_CONFLICT', 'THROTTLED']);

export interface ShareLayerDeps {
  readonly clock: Clock;
  readonly layers: Pick<LayersPort, 'getShares' | 'share'>;
  readonly events: EventSink;
}

/** A layer version and whom it is to be shared with. */
export interface ShareLayerJob {
  /** Named in the event: the function it is for, or the layer itself. */
  readonly functionName: string;
  readonly layerName: string;
  readonly version: number;
  readonly arn: string;
  readonly sharedWith: readonly string[];
}

/**
 * Lets everybody who is named use a layer version, one guarded statement each, and takes nothing away from anybody. What is there already is
 * not sent; after an answer that was lost, and after another writer, the policy is read again. Throws AwsError LAYER_NOT_SHARED with
 * the commands that do what is left; safe to run again.
 */
export async function shareLayer(deps: ShareLayerDeps, job: ShareLayerJob, signal?: AbortSignal): Promise<void> {
  const {functionName, layerName, version, arn, sharedWith} = job;
  const added: string[] = [];
  let left = sharedWith;
  for (let failures = 0; ; ) {
    signal?.throwIfAborted();
    try {
      const {sharedWith: present, revisionId} = await deps.layers.getShares(layerName, version, signal);
      left = sharedWith.filter((each) => !present.includes(each));
      const [next] = left;
      if (next === undefined) break;
      await deps.layers.share(layerName, version, {named: next, ...(revisionId !== undefined && {revisionId})}, signal);
      added.push(next);
      failures = 0;
    } catch (error) {
      failures += 1;
      const mayRepeat = error instanceof AwsError && (leavesOpen(error) || MOVED.has(error.code));
      if (signal?.aborted || !(error instanceof AwsError)) throw error;
      if (!mayRepeat || failures === MOST_FAILURES) throw notShared(job, left, error);
      await deps.clock.sleep(failures * PAUSE_MS, signal);
    }
  }
  if (added.length > 0) {
    deps.events.emit({type: 'layer.shared', functionName, layer: shortLayerArn(arn), sharedWith: added});
  }
}

function notShared({layerName, version, arn}: ShareLayerJob, left: readonly string[], cause: AwsError): AwsError {
  return new AwsError(`${shortLayerArn(arn)} is published, and not shared with ${left.join(', ')}: ${cause.message}`, {
    code: 'LAYER_NOT_SHARED',
    suggestions: [
      ...cause.suggestions,
      'When that is mended, run the same command again: nothing is published twice.',
      `Or share it by hand: ${left.map((each) => shareCommand(layerName, version, each)).join(' && ')}`,
    ],
    details: {arn, left, cause: cause.code},
    cause,
  });
}
