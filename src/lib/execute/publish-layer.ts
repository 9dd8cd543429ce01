import {AwsError} from '../errors.js';
import {shortLayerArn} from '../model/layer-arn.js';
import {observeLayer} from '../observe/layer.js';
import type {LayerStep} from '../plan/layer.js';
import type {ArtifactsPort} from '../ports/artifacts.js';
import type {EventSink} from '../ports/events.js';
import type {LayersPort} from '../ports/layers.js';
import {withCode} from './publish-code.js';

export interface PublishLayerDeps {
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
    (source) => deps.layers.publish({layerName, description, code: source}, signal),
    signal,
  );
  if (published.codeSha256 !== codeSha256) throw otherBytes(published.arn, codeSha256, published.codeSha256);
  deps.events.emit({type: 'layer.published', functionName, layer: shortLayerArn(published.arn)});
  return {...base, arn: published.arn, changed: true, uploaded: code.kind};
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
