import {randomUUID} from 'node:crypto';
import type {SandboxClock} from '../clock.js';
import {createJsonService, JsonServiceError} from '../json-service.js';
import {arnOf, type Place} from '../place.js';
import type {SandboxRequest, SandboxService} from '../service.js';
import {digestOf, type Registries, type Registry, type Repository, type StoredManifest} from './registry.js';

type Input = Readonly<Record<string, unknown>>;

interface EcrCall {
  readonly registry: Registry;
  readonly input: Input;
  readonly clock: SandboxClock;
  /** Of the sandbox itself, where blobs are fetched. */
  readonly host: string;
}

/** ECR's own API over AWS JSON 1.1: repositories, pushing blob by blob, reading images. `docker push` speaks another one, which is not here. */
export function createEcr(registries: Registries, place: Place, clock: SandboxClock): SandboxService {
  return createJsonService({
    target: 'AmazonEC2ContainerRegistry_V20150921',
    answer(operation, body, request) {
      const input = fields(body);
      const accountId = text(input, 'registryId') ?? place.accountId;
      return run(operation, {registry: registries.at({...place, accountId}), input, clock, host: hostOf(request)});
    },
  });
}

function run(operation: string, call: EcrCall): object | undefined {
  const {registry, input, clock} = call;
  if (operation === 'CreateRepository') {
    return {repository: describe(registry, registry.create(required(input, 'repositoryName'), clock.now()))};
  }
  return operations[operation]?.(registry.at(required(input, 'repositoryName')), call);
}

const operations: Readonly<Record<string, (repository: Repository, call: EcrCall) => object>> = {
  InitiateLayerUpload: ({uploads}) => {
    const uploadId = randomUUID();
    uploads.set(uploadId, []);
    return {uploadId, partSize: 20 * 1024 ** 2};
  },
  UploadLayerPart: (repository, {registry, input}) => {
    const parts = uploadOf(repository, input);
    parts.push(Buffer.from(required(input, 'layerPartBlob'), 'base64'));
    const last = parts.reduce((sum, {length}) => sum + length, 0) - 1;
    return {...named(registry, repository), uploadId: text(input, 'uploadId'), lastByteReceived: last};
  },
  CompleteLayerUpload: (repository, {registry, input}) => {
    const blob = Buffer.concat(uploadOf(repository, input));
    const [layerDigest = ''] = list(input, 'layerDigests').map(String);
    if (digestOf(blob) !== layerDigest) {
      throw new JsonServiceError(
        'InvalidLayerException',
        'The layer digest calculation performed by Amazon ECR does not match.',
      );
    }
    repository.uploads.delete(required(input, 'uploadId'));
    repository.blobs.set(layerDigest, blob);
    return {...named(registry, repository), uploadId: text(input, 'uploadId'), layerDigest};
  },
  PutImage: (repository, {registry, input, clock}) => {
    const manifest = required(input, 'imageManifest');
    const digest = digestOf(manifest);
    const mediaType = text(input, 'imageManifestMediaType') ?? mediaTypeOf(manifest);
    refuseMissingBlobs(repository, manifest);
    repository.manifests.set(digest, {digest, text: manifest, mediaType, pushedMs: clock.now()});
    const tag = text(input, 'imageTag');
    if (tag !== undefined) repository.tags.set(tag, digest);
    return {image: toImage(registry, repository, {digest, text: manifest, mediaType}, tag)};
  },
  BatchGetImage: (repository, {registry, input}) => {
    const asked = list(input, 'imageIds').map((id) => fields(id));
    const found = asked.map((id) => ({id, manifest: manifestOf(repository, id)}));
    return {
      images: found.flatMap(({id, manifest}) =>
        manifest ? [toImage(registry, repository, manifest, text(id, 'imageTag'))] : [],
      ),
      failures: found.flatMap(({id, manifest}) =>
        manifest ? [] : [{imageId: id, failureCode: 'ImageNotFound', failureReason: 'Requested image not found'}],
      ),
    };
  },
  DescribeImages: (repository, {registry, input}) => {
    const asked = list(input, 'imageIds').map((id) => fields(id));
    const manifests =
      asked.length === 0 ? [...repository.manifests.values()] : asked.map((id) => requireManifest(repository, id));
    return {imageDetails: manifests.map((manifest) => describeImage(registry, repository, manifest))};
  },
  GetDownloadUrlForLayer: (repository, {input, host}) => {
    const layerDigest = required(input, 'layerDigest');
    if (!repository.blobs.has(layerDigest)) {
      throw new JsonServiceError('LayersNotFoundException', `The layer with digest '${layerDigest}' does not exist.`);
    }
    // On AWS a presigned URL of S3, which is a credential: what stands after the question mark is for those who look for leaks.
    return {downloadUrl: `http://${host}/_sandbox/blob/${layerDigest}?X-Amz-Signature=${randomUUID()}`, layerDigest};
  },
};

function describe({place}: Registry, {name, createdMs}: Repository): object {
  return {
    registryId: place.accountId,
    repositoryName: name,
    repositoryArn: arnOf(place, 'ecr', `repository/${name}`),
    repositoryUri: `${place.accountId}.dkr.ecr.${place.region}.amazonaws.com/${name}`,
    createdAt: createdMs / 1000,
  };
}

function describeImage(registry: Registry, repository: Repository, {digest, text: manifest, ...rest}: StoredManifest) {
  const {layers = []} = fields(JSON.parse(manifest)) as {layers?: readonly {readonly size?: number}[]};
  return {
    ...named(registry, repository),
    imageDigest: digest,
    imageTags: [...repository.tags].flatMap(([tag, of]) => (of === digest ? [tag] : [])),
    imageSizeInBytes: layers.reduce((sum, {size = 0}) => sum + size, 0),
    imagePushedAt: rest.pushedMs / 1000,
    imageManifestMediaType: rest.mediaType,
  };
}

function named({place}: Registry, {name}: Repository) {
  return {registryId: place.accountId, repositoryName: name};
}

function toImage(
  registry: Registry,
  repository: Repository,
  {digest, text: imageManifest, mediaType}: Omit<StoredManifest, 'pushedMs'>,
  tag: string | undefined,
): object {
  return {
    ...named(registry, repository),
    imageId: {imageDigest: digest, ...(tag !== undefined && {imageTag: tag})},
    imageManifest,
    imageManifestMediaType: mediaType,
  };
}

/** By digest, or else by what the tag stands for now. */
function manifestOf({manifests, tags}: Repository, id: Input): StoredManifest | undefined {
  return manifests.get(text(id, 'imageDigest') ?? tags.get(text(id, 'imageTag') ?? '') ?? '');
}

function requireManifest(repository: Repository, id: Input): StoredManifest {
  const found = manifestOf(repository, id);
  if (found) return found;
  throw new JsonServiceError(
    'ImageNotFoundException',
    'The image requested does not exist in the specified repository.',
  );
}

function refuseMissingBlobs({blobs, manifests}: Repository, manifest: string): void {
  const {
    config,
    layers = [],
    manifests: entries = [],
  } = fields(JSON.parse(manifest)) as {
    config?: {readonly digest?: string};
    layers?: readonly {readonly digest?: string}[];
    manifests?: readonly {readonly digest?: string}[];
  };
  const missing = [config, ...layers].filter((each) => each !== undefined && !blobs.has(each.digest ?? ''));
  const unknown = entries.filter(({digest = ''}) => !manifests.has(digest));
  if (missing.length > 0)
    throw new JsonServiceError('LayersNotFoundException', 'The layers of the manifest do not exist.');
  if (unknown.length > 0)
    throw new JsonServiceError('ReferencedImagesNotFoundException', 'The images of the index do not exist.');
}

function mediaTypeOf(manifest: string): string {
  return text(fields(JSON.parse(manifest)), 'mediaType') ?? '';
}

function uploadOf({uploads, name}: Repository, input: Input): Buffer[] {
  const parts = uploads.get(required(input, 'uploadId'));
  if (parts) return parts;
  throw new JsonServiceError(
    'UploadNotFoundException',
    `There is no such upload to the repository with name '${name}'.`,
  );
}

function hostOf({headers}: SandboxRequest): string {
  return headers.host ?? 'localhost';
}

function required(input: Input, name: string): string {
  const value = text(input, name);
  if (value !== undefined) return value;
  throw new JsonServiceError(
    'InvalidParameterException',
    `Invalid parameter at '${name}' failed to satisfy constraint: must not be null`,
  );
}

function text(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

function list(input: Input, name: string): readonly unknown[] {
  const value = input[name];
  return Array.isArray(value) ? value : [];
}

function fields(value: unknown): Input {
  return typeof value === 'object' && value !== null ? (value as Input) : {};
}
