import {AwsError} from '../../errors.js';
import {shortLayerArn} from '../../model/layer/arn.js';
import {observeLayer} from '../../observe/publish/layer.js';
import type {LayerStep} from '../../plan/publish/layer.js';
import type {ArtifactsPort} from '../../ports/artifacts.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {LayerContent, LayersPort} from '../../ports/layers.js';
import {leavesOpen} from '../alias/write-error.js';
import {withCode} from './code.js';

const MOST_ATTEMPTS = 3;
const PAUSE_MS = 2_000;

export interface PublishLayerDeps {
  readonly clock: Clock;
  readonly layers: LayersPort;
  readonly artifacts: ArtifactsPort;
  readonly events: EventSink;
}

/** A layer to bring to AWS; `zip` is not looked at when AWS has it. */
export interface PublishLayerJob {
  /** Named in the events: the function it is for, or the layer itself. */
  readonly functionName: string;
  readonly step: LayerStep;
  readonly zip: Uint8Array;
}

export interface PublishedLayer {
  readonly layerName: string;
  readonly arn: string;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  /** False when AWS had a version of this content. */
  readonly changed: boolean;
  /** How it travelled; absent when AWS had it. */
  readonly uploaded?: 'inline' | 's3';
}

/**
 * Brings a layer to AWS and returns its version. What AWS has is looked at once more right before the upload: another function of the
 * same release, or another job, may have published the same content since. Safe to run again after any failure.
 */
export async function publishLayer(
  deps: PublishLayerDeps,
  {functionName, step, zip}: PublishLayerJob,
  signal?: AbortSignal,
): Promise<PublishedLayer> {
  const {layerName, codeSha256, zippedBytes} = step;
  const base = {layerName, codeSha256, zippedBytes};
  if (step.kind === 'reuse') return reuse(deps, functionName, {...base, arn: step.arn});
  const {existing} = await observeLayer(deps, {layerName, codeSha256}, signal);
  if (existing) return reuse(deps, functionName, {...base, arn: existing.arn});
  signal?.throwIfAborted();
  const {code, description} = step;
  const published = await withCode(
    deps,
    {functionName, layerName, codeSha256, code, zip},
    (source) => publishOnce(deps, {layerName, description, code: source}, codeSha256, signal),
    signal,
  );
  if (published.codeSha256 !== codeSha256) throw otherBytes(published.arn, codeSha256, published.codeSha256);
  deps.events.emit({type: 'layer.published', functionName, layer: shortLayerArn(published.arn)});
  return {...base, arn: published.arn, changed: true, uploaded: code.kind};
}

/**
 * One version of this content, however often it has to be sent: after an answer that was lost AWS is looked at first, and the
 * version there taken for ours.
 */
async function publishOnce(
  deps: PublishLayerDeps,
  input: Parameters<LayersPort['publish']>[0],
  codeSha256: string,
  signal: AbortSignal | undefined,
): Promise<LayerContent> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.layers.publish(input, signal);
    } catch (error) {
      const mayRepeat = error instanceof AwsError && (leavesOpen(error) || error.code === 'THROTTLED');
      if (!mayRepeat || attempt === MOST_ATTEMPTS || signal?.aborted) throw error;
      await deps.clock.sleep(attempt * PAUSE_MS, signal);
      const {existing} = await observeLayer(deps, {layerName: input.layerName, codeSha256}, signal);
      if (existing) return existing;
    }
  }
}

function reuse(
  {events}: PublishLayerDeps,
  functionName: string,
  layer: Omit<PublishedLayer, 'changed' | 'uploaded'>,
): PublishedLayer {
  events.emit({type: 'layer.reused', functionName, layer: shortLayerArn(layer.arn)});
  return {...layer, changed: false};
}

function otherBytes(arn: string, wanted: string, found: string): AwsError {
  return new AwsError(`AWS holds other bytes for ${arn} than were sent.`, {
    code: 'ARTIFACT_MISMATCH',
    suggestions: ['Run the command again; no function was given this layer.'],
    details: {arn, wanted, found},
  });
}
