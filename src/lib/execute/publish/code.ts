import type {CodeStep} from '../../plan/publish/code-step.js';
import type {SigningStep} from '../../plan/publish/signing.js';
import type {ArtifactsPort, CodeInS3} from '../../ports/artifacts.js';
import type {CodeSource, ZipSource} from '../../ports/lambda/functions.js';
import {warnOfManagedBucket} from './managed-bucket.js';
import {type SignDeps, signObject} from './sign.js';

/** What sending code needs of the world. */
interface SendDeps extends SignDeps {
  readonly artifacts: ArtifactsPort;
}

interface Upload {
  /** Whose code it is, in the events. */
  readonly functionName: string;
  /** The layer that it is, when it is not the function's own code. */
  readonly layerName?: string;
  readonly contentDigest: string;
  readonly codeSha256: string;
  readonly code: Exclude<CodeStep, {kind: 'none' | 'image'}>;
  /** Absent when the plan has nothing to send. */
  readonly zip: Uint8Array | undefined;
}

interface FunctionCode extends Omit<Upload, 'layerName' | 'code'> {
  readonly code: Exclude<CodeStep, {kind: 'none'}>;
}

/** The same for the code of a function, which may be an image: that lies in ECR already, and Lambda takes it from there. */
export function sendCode<T>(
  deps: SendDeps,
  {code, ...upload}: FunctionCode,
  write: (source: CodeSource, codeSha256: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if (code.kind === 'image') return write(code, upload.codeSha256);
  return withCode(deps, {...upload, code}, write, signal);
}

/**
 * Brings the zip where Lambda can take it from and hands that place to `write`, with the CodeSha256 that AWS must have of it then: what is
 * in S3 under the same content may have been packed elsewhere, and is another object once it is signed. Inline, the write itself is the upload. Emits upload.started, .progress and .finished.
 */
export async function withCode<T>(
  deps: SendDeps,
  {functionName, layerName, contentDigest, codeSha256, code, zip}: Upload,
  write: (source: ZipSource, codeSha256: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const whose = {functionName, ...(layerName !== undefined && {layerName})};
  const hand = async (stored: CodeInS3, signing: SigningStep | undefined) => {
    const {codeSha256: sha256, ...object} = stored;
    if (signing === undefined) return write({kind: 's3', ...object}, sha256);
    const {codeSha256: signedSha256, ...signed} = await signObject(deps, {...whose, object, signing}, signal);
    return write({kind: 's3', ...signed}, signedSha256);
  };
  if (code.kind === 'object') {
    const {kind: _, signing, ...object} = code;
    return hand({...object, codeSha256}, signing);
  }
  if (zip === undefined) throw new Error(`The plan sends code of ${layerName ?? functionName}, and there is none.`);
  const bytes = zip.byteLength;
  deps.events.emit({type: 'upload.started', ...whose, to: code.kind, bytes});
  if (code.kind === 'inline') {
    const written = await write({kind: 'inline', zip}, codeSha256);
    deps.events.emit({type: 'upload.finished', ...whose, to: 'inline', uploaded: true});
    return written;
  }
  const onProgress = (sentBytes: number) => deps.events.emit({type: 'upload.progress', ...whose, sentBytes, bytes});
  const {bucket, prefix, managed, signing} = code;
  if (managed === 'absent') await deps.artifacts.managed.create({versioned: signing !== undefined}, signal);
  if (managed === 'there') await warnOfManagedBucket(deps, signal);
  const artifact = {bucket, prefix, zip, contentDigest, codeSha256, onProgress};
  const {uploaded, ...place} = await deps.artifacts.store(artifact, signal);
  deps.events.emit({type: 'upload.finished', ...whose, to: 's3', uploaded});
  return hand(place, signing);
}
