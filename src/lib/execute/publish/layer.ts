import {AwsError} from '../../errors.js';
import {parseLayerVersionArn, shortLayerArn} from '../../model/layer/arn.js';
import {formatLayerNote} from '../../model/layer/note.js';
import {type CodeSignature, profileVersion} from '../../model/source/signature.js';
import {observeLayer, type WantedLayer} from '../../observe/publish/layer.js';
import type {LayerStep} from '../../plan/publish/layer.js';
import type {ArtifactsPort} from '../../ports/artifacts.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {LayerContent, LayersPort} from '../../ports/lambda/layers.js';
import type {SigningPort} from '../../ports/signing.js';
import {leavesOpen} from '../alias/write-error.js';
import {withCode} from './code.js';
import {shareLayer} from './share-layer.js';

const MOST_ATTEMPTS = 3;
const PAUSE_MS = 2_000;

export interface PublishLayerDeps {
  readonly clock: Clock;
  readonly layers: LayersPort;
  readonly artifacts: ArtifactsPort;
  readonly signing: SigningPort;
  readonly events: EventSink;
}

/** A layer to bring to AWS; `zip` is absent when AWS has it. */
export interface PublishLayerJob {
  /** Named in the events: the function it is for, or the layer itself. */
  readonly functionName: string;
  readonly step: LayerStep;
  readonly zip?: Uint8Array | undefined;
}

export interface PublishedLayer {
  readonly layerName: string;
  readonly arn: string;
  readonly contentDigest: string;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  /** False when AWS had a version of this content. */
  readonly changed: boolean;
  /** How it travelled; absent when AWS had it. */
  readonly uploaded?: 'inline' | 's3';
  /** Accounts and organizations that may use it because it was asked for; absent when it was not. */
  readonly sharedWith?: readonly string[];
  /** Who signed it; absent without a signature. */
  readonly signature?: CodeSignature;
}

/**
 * Brings a layer to AWS, shares it with those who are named, and returns its version. What AWS has is looked at once more right before the upload: another function of the
 * same release, or another job, may have published the same content since. Safe to run again after any failure.
 */
export async function publishLayer(
  deps: PublishLayerDeps,
  job: PublishLayerJob,
  signal?: AbortSignal,
): Promise<PublishedLayer> {
  const published = await bringLayer(deps, job, signal);
  const {sharedWith, layerName} = job.step;
  const version = parseLayerVersionArn(published.arn)?.version;
  if (sharedWith.length === 0 || version === undefined) return published;
  await shareLayer(deps, {...job, layerName, version, arn: published.arn, sharedWith}, signal);
  return {...published, sharedWith};
}

async function bringLayer(
  deps: PublishLayerDeps,
  {functionName, step, zip}: PublishLayerJob,
  signal: AbortSignal | undefined,
): Promise<PublishedLayer> {
  const {layerName, contentDigest, codeSha256, zippedBytes} = step;
  const base = {layerName, contentDigest};
  if (step.kind === 'reuse') return reuse(deps, functionName, {...base, codeSha256, zippedBytes, arn: step.arn});
  const {code, text} = step;
  const signing = code.kind === 's3' ? code.signing : undefined;
  const signer = signing && profileVersion(signing.profileVersionArn);
  const signed = {...(signer !== undefined && {signer})};
  const wanted = {layerName, contentDigest, codeSha256, ...signed};
  const {existing} = await observeLayer(deps, wanted, signal);
  if (existing) return reuse(deps, functionName, {...base, ...contentOf(existing)});
  signal?.throwIfAborted();
  const published = await withCode(
    deps,
    {functionName, layerName, contentDigest, codeSha256, code, zip},
    async (source, sent) => {
      const description = formatLayerNote(text, {contentDigest, codeSha256: sent, ...signed});
      const made = await publishOnce(
        deps,
        {layerName, description, code: source},
        {...wanted, codeSha256: sent},
        signal,
      );
      if (made.codeSha256 !== sent) throw otherBytes(made.arn, sent, made.codeSha256);
      return made;
    },
    signal,
  );
  deps.events.emit({type: 'layer.published', functionName, layer: shortLayerArn(published.arn)});
  return {...base, ...contentOf(published), changed: true, uploaded: code.kind};
}

/**
 * One version of this content, however often it has to be sent: after an answer that was lost AWS is looked at first, and the
 * version there taken for ours.
 */
async function publishOnce(
  deps: PublishLayerDeps,
  input: Parameters<LayersPort['publish']>[0],
  wanted: WantedLayer & {readonly codeSha256: string},
  signal: AbortSignal | undefined,
): Promise<LayerContent> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.layers.publish(input, signal);
    } catch (error) {
      const mayRepeat = error instanceof AwsError && (leavesOpen(error) || error.code === 'THROTTLED');
      if (!mayRepeat || attempt === MOST_ATTEMPTS || signal?.aborted) throw error;
      await deps.clock.sleep(attempt * PAUSE_MS, signal);
      const {existing} = await observeLayer(deps, wanted, signal);
      if (existing?.codeSha256 === wanted.codeSha256) return existing;
    }
  }
}

function contentOf({arn, codeSha256, zippedBytes, signature}: LayerContent) {
  return {arn, codeSha256, zippedBytes, ...(signature && {signature})};
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
