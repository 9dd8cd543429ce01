import {ParseError} from '../parse-error.js';

/** An image in a private repository of Amazon ECR, as a person names it: by a digest, or by a tag that stands for one at the moment. */
export interface ImageReference {
  /** Host of the registry: `123456789012.dkr.ecr.eu-west-1.amazonaws.com`. */
  readonly registry: string;
  readonly accountId: string;
  readonly region: string;
  readonly repository: string;
  /** Absent when a digest was named alone. */
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. Goes before the tag. */
  readonly digest?: string;
}

const REGISTRY = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;
// OCI distribution specification, "Pulling manifests": names of repositories, tags and digests.
const PATH = /^([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;
const FORM = 'ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG, or the same with @sha256:DIGEST';

/** Reads the URI of an image. Throws ParseError for one of another registry, which Lambda takes none from, and for one without tag and digest. */
export function parseImageReference(text: string): ImageReference {
  const slash = text.indexOf('/');
  const registry = text.slice(0, Math.max(slash, 0));
  const [, accountId, region] = REGISTRY.exec(registry) ?? [];
  if (accountId === undefined || region === undefined) {
    throw new ParseError(
      `"${text}" is in no private registry of Amazon ECR, and Lambda takes no other.`,
      `Write ${FORM}.`,
    );
  }
  const [, repository, tag, digest] = PATH.exec(text.slice(slash + 1)) ?? [];
  if (repository === undefined) throw new ParseError(`"${text}" is no URI of an image.`, `Write ${FORM}.`);
  if (tag === undefined && digest === undefined) {
    throw new ParseError(`"${text}" says neither which tag nor which digest.`, `Write ${FORM}.`);
  }
  return {
    registry,
    accountId,
    region,
    repository,
    ...(tag !== undefined && {tag}),
    ...(digest !== undefined && {digest}),
  };
}

/** The URI by digest: the same bytes for ever. */
export function imageUri({registry, repository}: ImageReference, digest: string): string {
  return `${registry}/${repository}@${digest}`;
}

/** The URI as it was named. */
export function formatImageReference({registry, repository, tag, digest}: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
