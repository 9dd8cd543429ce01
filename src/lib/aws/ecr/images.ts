import {createHash} from 'node:crypto';
import {AwsError} from '../../errors.js';
import {MANIFEST_MEDIA_TYPES} from '../../model/image/manifest.js';
import type {ImageRepository, ImagesPort, StoredManifest} from '../../ports/images.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasAwsName, newAwsError} from '../error/mapping.js';

/** Images of Amazon ECR. What comes is proved by its digest, manifests and blobs alike. */
export class EcrImages implements ImagesPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async readManifest(
    repository: ImageRepository,
    which: {readonly tag: string} | {readonly digest: string},
    signal?: AbortSignal,
  ): Promise<StoredManifest | undefined> {
    const call: AwsCall = {action: 'ecr:BatchGetImage', subject: `repository ${repository.repository}`};
    const {client, sdk} = await this.#clients.ecr();
    const command = new sdk.BatchGetImageCommand({
      registryId: repository.accountId,
      repositoryName: repository.repository,
      imageIds: ['digest' in which ? {imageDigest: which.digest} : {imageTag: which.tag}],
      // Without it ECR converts what it has to the oldest format, which has another digest.
      acceptedMediaTypes: [...MANIFEST_MEDIA_TYPES],
    });
    try {
      const {images = [], failures = []} = await callAws(call, () => client.send(command, requestOptions(signal)));
      const [image] = images;
      if (image === undefined) {
        const [failure] = failures;
        if (failure?.failureCode === 'ImageNotFound' || failure === undefined) return undefined;
        throw newAwsError('AWS_ERROR', call, failure.failureReason ?? failure.failureCode ?? '');
      }
      const text = required(image.imageManifest, 'imageManifest', call);
      const digest = required(image.imageId?.imageDigest, 'imageDigest', call);
      prove(call, digest, Buffer.from(text));
      return {digest, text, mediaType: image.imageManifestMediaType ?? ''};
    } catch (error) {
      if (hasAwsName(error, 'RepositoryNotFoundException')) return undefined;
      throw error;
    }
  }

  async readBlob({accountId, repository}: ImageRepository, digest: string, signal?: AbortSignal): Promise<string> {
    const call: AwsCall = {action: 'ecr:GetDownloadUrlForLayer', subject: `repository ${repository}`};
    const {client, sdk} = await this.#clients.ecr();
    const command = new sdk.GetDownloadUrlForLayerCommand({
      registryId: accountId,
      repositoryName: repository,
      layerDigest: digest,
    });
    const answer = await callAws(call, () => client.send(command, requestOptions(signal)));
    const body = await downloadBlob(required(answer.downloadUrl, 'downloadUrl', call), call, signal);
    prove(call, digest, body);
    return Buffer.from(body).toString('utf8');
  }
}

/** The address is a credential: it appears in no message and in no error that is passed on. */
async function downloadBlob(address: string, call: AwsCall, signal: AbortSignal | undefined): Promise<Uint8Array> {
  let answer: {readonly status: number; readonly body: Uint8Array};
  try {
    const {download} = await import('../http/download.js');
    answer = await download(address, process.env, signal);
  } catch (error) {
    if (signal?.aborted || error instanceof AwsError) throw error;
    throw newAwsError('NETWORK', call, 'the configuration of the image could not be downloaded.');
  }
  if (answer.status === 200) return answer.body;
  throw newAwsError('NETWORK', call, `the configuration of the image could not be downloaded: HTTP ${answer.status}.`);
}

/** Throws IMAGE_MISMATCH unless these are the bytes of the digest. */
function prove(call: AwsCall, digest: string, bytes: Uint8Array): void {
  const found = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (found !== digest) throw newAwsError('IMAGE_MISMATCH', call, `${found} came in place of ${digest}`);
}
