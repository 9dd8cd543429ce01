import {fitsInline} from '../../model/package-limits.js';
import type {S3Object} from '../../model/source/s3-object.js';
import type {SigningStep} from './signing.js';

/** A place for zips that are too large for a request. */
export interface ArtifactPlace {
  readonly bucket: string;
  /** Empty or ending in `/`. */
  readonly prefix: string;
  /** Present when the bucket is the one that lambda-release keeps itself; absent, it is made first. */
  readonly managed?: 'there' | 'absent';
}

/** Where zips go on their way, and who signs them there. */
export interface CodePlace {
  readonly artifacts?: ArtifactPlace;
  readonly signing?: SigningStep;
}

interface InS3 {
  /** Signed there before Lambda takes it. */
  readonly signing?: SigningStep;
}

/** How a zip gets to AWS. */
export type UploadStep = {readonly kind: 'inline'} | ({readonly kind: 's3'} & ArtifactPlace & InS3);

/** The code lies in S3 already, where another tool has put it. */
type FetchStep = {readonly kind: 'object'} & S3Object & InS3;

/** The code is an image in ECR, named by its digest. */
interface ImageStep {
  readonly kind: 'image';
  readonly uri: string;
}

/** The same for a function's code. `none`: AWS has it already. */
export type CodeStep = {readonly kind: 'none'} | UploadStep | FetchStep | ImageStep;

/** With the request as long as that takes it and nobody signs it. Without a bucket there is no other way, and publishRefusals says so. */
export function uploadStep(zippedBytes: number, {artifacts, signing}: CodePlace): UploadStep {
  if ((fitsInline(zippedBytes) && signing === undefined) || artifacts === undefined) return {kind: 'inline'};
  const {bucket, prefix, managed} = artifacts;
  return {kind: 's3', bucket, prefix, ...(managed && {managed}), ...(signing && {signing})};
}

/** How a function's code gets to AWS when it does not have it. */
export function sendStep(
  {
    zippedBytes,
    stored,
    image,
  }: {readonly zippedBytes: number; readonly stored?: S3Object; readonly image?: {readonly uri: string}},
  place: CodePlace,
): Exclude<CodeStep, {kind: 'none'}> {
  if (image) return {kind: 'image', uri: image.uri};
  if (stored === undefined) return uploadStep(zippedBytes, place);
  return {kind: 'object', ...stored, ...(place.signing && {signing: place.signing})};
}
