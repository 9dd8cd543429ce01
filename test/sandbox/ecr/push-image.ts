import {createHash} from 'node:crypto';
import {gzipSync} from 'node:zlib';
import {
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  RepositoryAlreadyExistsException,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import {tarOf} from './tar-of.js';

const OCI = 'application/vnd.oci.image';

/** An image of one layer, as docker build makes it from a base image of AWS. */
export interface PushedImage {
  /** By their paths in the image: `var/task/index.mjs`. */
  readonly files: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly architecture?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly tag?: string;
}

/** Pushes images by ECR's own API, blob by blob, as tools do that speak it. */
export class ImagePusher {
  readonly #client: ECRClient;
  readonly #repository: string;
  readonly registry: string;

  constructor({endpoint, region}: {readonly endpoint: string; readonly region: string}, repository = 'checkout') {
    const credentials = {accessKeyId: '000000000000', secretAccessKey: 'any'};
    this.#client = new ECRClient({endpoint, region, credentials, maxAttempts: 1});
    this.#repository = repository;
    this.registry = `000000000000.dkr.ecr.${region}.amazonaws.com`;
  }

  uri(tagOrDigest: string): string {
    return `${this.registry}/${this.#repository}${tagOrDigest.startsWith('sha256:') ? '@' : ':'}${tagOrDigest}`;
  }

  /** Answers with the digest of its manifest. */
  async push({
    files,
    command = ['index.handler'],
    architecture = 'amd64',
    labels = {},
    tag,
  }: PushedImage): Promise<string> {
    await this.#prepare();
    const layer = gzipSync(tarOf(files));
    const config = Buffer.from(
      JSON.stringify({
        ...{architecture, os: 'linux', rootfs: {type: 'layers', diff_ids: []}},
        config: {Cmd: command, Env: ['PATH=/var/lang/bin', 'FROM_IMAGE=yes'], Labels: labels},
      }),
    );
    const manifest = {
      schemaVersion: 2,
      mediaType: `${OCI}.manifest.v1+json`,
      config: {mediaType: `${OCI}.config.v1+json`, digest: await this.#blob(config), size: config.length},
      layers: [{mediaType: `${OCI}.layer.v1.tar+gzip`, digest: await this.#blob(layer), size: layer.length}],
    };
    return this.#put(JSON.stringify(manifest), manifest.mediaType, tag);
  }

  /** An index of images that were pushed, with an attestation as BuildKit adds one. */
  async pushIndex(images: Readonly<Record<string, string>>, tag: string): Promise<string> {
    const mediaType = `${OCI}.index.v1+json`;
    const manifests = Object.entries(images).map(([architecture, digest]) => ({
      ...{mediaType: `${OCI}.manifest.v1+json`, digest, size: 1},
      platform: {os: architecture === 'unknown' ? 'unknown' : 'linux', architecture},
    }));
    return this.#put(JSON.stringify({schemaVersion: 2, mediaType, manifests}), mediaType, tag);
  }

  async #prepare(): Promise<void> {
    try {
      await this.#client.send(new CreateRepositoryCommand({repositoryName: this.#repository}));
    } catch (error) {
      if (!(error instanceof RepositoryAlreadyExistsException)) throw error;
    }
  }

  async #blob(bytes: Buffer): Promise<string> {
    const repositoryName = this.#repository;
    const {uploadId} = await this.#client.send(new InitiateLayerUploadCommand({repositoryName}));
    await this.#client.send(
      new UploadLayerPartCommand({
        ...{repositoryName, uploadId, layerPartBlob: bytes},
        ...{partFirstByte: 0, partLastByte: bytes.length - 1},
      }),
    );
    const digest = digestOf(bytes);
    await this.#client.send(new CompleteLayerUploadCommand({repositoryName, uploadId, layerDigests: [digest]}));
    return digest;
  }

  async #put(imageManifest: string, imageManifestMediaType: string, imageTag: string | undefined): Promise<string> {
    const repositoryName = this.#repository;
    await this.#client.send(new PutImageCommand({repositoryName, imageManifest, imageManifestMediaType, imageTag}));
    return digestOf(imageManifest);
  }
}

function digestOf(content: Buffer | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
