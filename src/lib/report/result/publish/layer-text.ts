import {formatBytes} from '../../../model/byte-size.js';
import {shortLayerArn} from '../../../model/layer/arn.js';
import {type CodeSignature, profileText} from '../../../model/source/signature.js';
import type {CodeSize} from '../../../plan/publish/code-size.js';
import type {LayerPreview} from '../../../plan/publish/preview.js';
import {formatCountOf} from '../../number-text.js';

/** A layer that a function was given. */
export interface LayerReport {
  readonly layerName: string;
  readonly arn: string;
  readonly contentDigest: string;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  /** False when AWS had a version of this content. */
  readonly changed: boolean;
  /** How it travelled; absent when AWS had it already. */
  readonly uploaded?: 'inline' | 's3';
  /** Accounts and organizations that may use it because it was asked for; absent when it was not. */
  readonly sharedWith?: readonly string[];
  /** Who signed it; absent without a signature. */
  readonly signature?: CodeSignature;
}

const SENT = {inline: 'with the request', s3: 'through S3'} as const;

/** `dependencies:7, 3.1 MB, published`. */
export function layerReportText({arn, zippedBytes, changed, uploaded, signature, sharedWith}: LayerReport): string {
  const how = changed ? `published${uploaded === undefined ? '' : `, sent ${SENT[uploaded]}`}` : 'AWS had it already';
  const signed = signature === undefined ? '' : `, signed by ${profileText(signature.profileVersionArn)}`;
  return `${shortLayerArn(arn)}, ${formatBytes(zippedBytes)}, ${how}${signed}${sharedText(sharedWith)}`;
}

/** What a planned layer will come to. */
export function layerPreviewText({
  layerName,
  arn,
  zippedBytes,
  upload,
  bucket,
  signedBy,
  sharedWith,
}: LayerPreview): string {
  if (arn !== undefined)
    return `${shortLayerArn(arn)}, ${formatBytes(zippedBytes)}, AWS has it already${sharedText(sharedWith)}`;
  const how = upload === undefined ? '' : `, sent ${SENT[upload]}${bucket ? ` (bucket ${bucket})` : ''}`;
  const signed = signedBy === undefined ? '' : `, signed by ${signedBy}`;
  return `${layerName}, a new version of ${formatBytes(zippedBytes)}${how}${signed}${sharedText(sharedWith)}`;
}

function sharedText(sharedWith: readonly string[] | undefined): string {
  return sharedWith === undefined ? '' : `, shared with ${sharedWith.join(', ')}`;
}

/** How much of Lambda's limit is used, as far as anybody can tell. */
export function sizeText(size: CodeSize): string {
  const {unzippedBytes, limitBytes, attachedLayers, attachedZippedBytes} = size;
  const known = `${formatBytes(unzippedBytes)} of ${formatBytes(limitBytes)}`;
  if (attachedLayers === 0) return known;
  const zipped = attachedZippedBytes > 0 ? `, ${formatBytes(attachedZippedBytes)} zipped` : '';
  return `${known}, and ${formatCountOf(attachedLayers, 'attached layer')}${zipped}: AWS does not say how large unzipped`;
}
