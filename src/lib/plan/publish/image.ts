import {codeSha256OfImage, contentDigestOfImage} from '../../model/image/digest.js';
import {IMAGE_MANIFESTS, type ImageManifest} from '../../model/image/manifest.js';
import {formatImageReference, type ImageReference, imageUri} from '../../model/image/reference.js';
import type {ObservedImage} from '../../observe/publish/image.js';
import type {Planned, Refusal} from '../refusal.js';
import type {PublishSpec} from './spec.js';

/** LDG "Lambda quotas": the uncompressed layers of an image; what is compressed is never more. */
const MAX_IMAGE_BYTES = 10 * 1024 ** 3;

const CONFIGS: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

interface ImageWish {
  readonly functionName: string;
  readonly reference: ImageReference;
  /** That of the function, in Lambda's words. */
  readonly architecture: string;
}

/** Says that an image lies in another region than the function: Lambda takes it from its own alone. Before anything is read. */
export function imagePlaceRefusals(
  {functionName, reference}: Omit<ImageWish, 'architecture'>,
  region: string,
): readonly Refusal[] {
  if (reference.region === region) return [];
  return [
    {
      code: 'IMAGE_IN_OTHER_REGION',
      message: `The image of ${functionName} is in ${reference.region}, and the function in ${region}: Lambda takes images from a repository of its own region only.`,
      suggestions: [
        `Push it to a repository in ${region}, or have ECR replicate it there, and name that one.`,
        `Or release in its region: --region ${reference.region}`,
      ],
      details: {image: formatImageReference(reference), region},
    },
  ];
}

/** The code of a release as an image, or why Lambda would not take it. What it says of sizes is of the compressed layers. */
export function planImage(wish: ImageWish, observed: ObservedImage): Planned<PublishSpec['package']> {
  const {reference} = wish;
  if (observed.kind === 'none') return {ok: false, refusals: [notFound(wish)]};
  if (observed.kind === 'index') return {ok: false, refusals: [notForArchitecture(wish, observed.architectures)]};
  const {digest, manifest, platform} = observed;
  const [first, ...rest] = [
    ...formatRefusals(wish, manifest),
    ...(platform && (platform.os !== 'linux' || platform.architecture !== wish.architecture)
      ? [
          notForArchitecture(wish, [
            platform.os === 'linux' ? platform.architecture : `${platform.os}/${platform.architecture}`,
          ]),
        ]
      : []),
  ];
  if (first !== undefined) return {ok: false, refusals: [first, ...rest]};
  return {
    ok: true,
    plan: {
      contentDigest: contentDigestOfImage(digest),
      codeSha256: codeSha256OfImage(digest),
      zippedBytes: compressedBytes(manifest),
      unzippedBytes: 0,
      image: {uri: imageUri(reference, digest), digest},
    },
  };
}

function compressedBytes({layers}: ImageManifest): number {
  return layers.reduce((sum, {bytes}) => sum + bytes, 0);
}

function notFound({functionName, reference}: ImageWish): Refusal {
  const {accountId, repository, region, tag, digest} = reference;
  const which = digest === undefined ? `imageTag=${tag}` : `imageDigest=${digest}`;
  return {
    code: 'IMAGE_NOT_FOUND',
    message: `There is no image ${formatImageReference(reference)} for ${functionName}.`,
    suggestions: [
      `See that it was pushed: aws ecr describe-images --registry-id ${accountId} --region ${region} --repository-name ${repository} --image-ids ${which}`,
      'ECR says the same of a repository that is not there.',
    ],
    details: {image: formatImageReference(reference)},
  };
}

function notForArchitecture({functionName, reference, architecture}: ImageWish, found: readonly string[]): Refusal {
  const [only] = found;
  const {digest: _, ...named} = reference;
  const byTag = formatImageReference(named);
  const platform = architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64';
  return {
    code: 'IMAGE_ARCHITECTURE',
    message: `${functionName} runs on ${architecture}, and ${formatImageReference(reference)} is for ${found.join(', ') || 'no platform'}.`,
    suggestions: [
      `Build it for the function, and push that: docker buildx build --platform ${platform} --provenance=false --push --tag ${byTag} .`,
      ...(found.length === 1 && (only === 'arm64' || only === 'x86_64')
        ? [
            `Or move the function to ${only}: --architecture ${only}, or architecture under functions.${functionName} in the release file.`,
          ]
        : []),
    ],
    details: {image: formatImageReference(reference), architecture, found},
  };
}

/** LDG "Create a Lambda function using a container image": Docker V2 schema 2 or OCI, with layers as tar or gzip. */
function formatRefusals({functionName, reference}: ImageWish, manifest: ImageManifest): readonly Refusal[] {
  const image = formatImageReference(reference);
  const refuse = (code: string, why: string, suggestion: string): Refusal => ({
    code,
    message: `Lambda does not take ${image} for ${functionName}: ${why}.`,
    suggestions: [suggestion],
    details: {image},
  });
  const refusals: Refusal[] = [];
  if (!IMAGE_MANIFESTS.has(manifest.mediaType) || !CONFIGS.has(manifest.config.mediaType)) {
    const type = IMAGE_MANIFESTS.has(manifest.mediaType) ? manifest.config.mediaType : manifest.mediaType;
    refusals.push(
      refuse(
        'IMAGE_MEDIA_TYPE',
        `it is of the type ${type || 'unknown'}, and an image is Docker V2 schema 2 or OCI`,
        'Name the image itself, not an attestation, a signature or another artifact beside it.',
      ),
    );
  }
  if (manifest.layers.some(({mediaType}) => mediaType.endsWith('zstd'))) {
    refusals.push(
      refuse(
        'IMAGE_COMPRESSION',
        'its layers are compressed with zstd',
        'Build it with gzip: docker buildx build --output type=image,compression=gzip,force-compression=true,push=true',
      ),
    );
  }
  const bytes = compressedBytes(manifest);
  if (bytes > MAX_IMAGE_BYTES) {
    refusals.push(
      refuse(
        'IMAGE_TOO_LARGE',
        `its layers are ${bytes} bytes compressed, and Lambda takes ${MAX_IMAGE_BYTES} uncompressed`,
        'Leave out of the image what the function does not need, in stages of the Dockerfile.',
      ),
    );
  }
  return refusals;
}
