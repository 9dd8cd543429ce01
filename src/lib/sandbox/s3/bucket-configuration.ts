import {XML_DECLARATION} from '../xml.js';

export interface ConfigurationKind {
  /** The root of its XML; undefined = the text is JSON. */
  readonly root: string | undefined;
  /** What a new bucket has, without the root. */
  readonly fresh?: string;
  /** What there is after it was deleted; the same when absent, nothing when null. */
  readonly afterDelete?: null;
  readonly missing: readonly [code: string, message: string];
  readonly putStatus: number;
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

// Defaults of buckets since April 2023 (S3 User Guide, create-bucket-faq).
const KINDS: Readonly<Record<string, ConfigurationKind>> = {
  ownershipControls: {
    root: 'OwnershipControls',
    fresh: '<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>',
    afterDelete: null,
    missing: ['OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'],
    putStatus: 200,
  },
  publicAccessBlock: {
    root: 'PublicAccessBlockConfiguration',
    fresh: ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
      .map((name) => `<${name}>true</${name}>`)
      .join(''),
    afterDelete: null,
    missing: ['NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'],
    putStatus: 200,
  },
  encryption: {
    root: 'ServerSideEncryptionConfiguration',
    fresh:
      '<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule>',
    missing: [
      'ServerSideEncryptionConfigurationNotFoundError',
      'The server side encryption configuration was not found',
    ],
    putStatus: 200,
  },
  policy: {
    root: undefined,
    missing: ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
    putStatus: 204,
  },
  lifecycle: {
    root: 'LifecycleConfiguration',
    missing: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'],
    putStatus: 200,
  },
  cors: {
    root: 'CORSConfiguration',
    missing: ['NoSuchCORSConfiguration', 'The CORS configuration does not exist'],
    putStatus: 200,
  },
  website: {
    root: 'WebsiteConfiguration',
    missing: ['NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'],
    putStatus: 200,
  },
  tagging: {
    root: 'Tagging',
    missing: ['NoSuchTagSet', 'The TagSet does not exist'],
    putStatus: 204,
  },
};

/** By the name of the query parameter: the document that is set. Kept and given back; nothing here acts on it. */
export type BucketConfiguration = Map<string, string>;

export function newBucketConfiguration(): BucketConfiguration {
  return new Map(
    Object.entries(KINDS).flatMap(([name, kind]): [string, string][] => {
      const text = freshDocument(kind);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** The configuration behind a query parameter; undefined when the sandbox has none of that name. */
export function configurationKind(name: string): ConfigurationKind | undefined {
  return Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
}

/** The document of a new bucket; undefined when it has none. */
export function freshDocument({root, fresh}: ConfigurationKind): string | undefined {
  return fresh === undefined ? undefined : `${XML_DECLARATION}<${root} xmlns="${NAMESPACE}">${fresh}</${root}>`;
}
