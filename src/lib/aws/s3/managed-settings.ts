import type {LifecycleRule, S3Client} from '@aws-sdk/client-s3';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {BucketLack} from '../../ports/artifacts.js';
import type {CallerIdentity} from '../../ports/identity.js';
import type {AwsClients} from '../clients.js';
import {hasAwsName} from '../error/mapping.js';
import {allowsOnlyTls, tlsOnly, withStatement} from './tls-only-policy.js';

type S3 = Awaited<ReturnType<AwsClients['s3']>>;
type Send = <Answer>(work: (options: Parameters<S3Client['send']>[1]) => Promise<Answer>) => Promise<Answer>;

/** The bucket, and who it must belong to. */
export interface ManagedPlace extends CallerIdentity {
  readonly bucket: string;
}

/** One setting of the bucket that lambda-release keeps itself. */
export interface ManagedSetting {
  /** IAM actions. */
  readonly reads: string;
  readonly writes: string;
  write(s3: S3, place: ManagedPlace, send: Send): Promise<unknown>;
  /** What speaks against it as it is, with the command that sets it and keeps what else is there. Stricter than ours is well. */
  examine(s3: S3, place: ManagedPlace, send: Send): Promise<BucketLack | undefined>;
}

/** Lambda copies what it is given, so that an object is of use only until the next release looks for the same content. */
const KEPT_DAYS = 90;
const UNFINISHED_DAYS = 1;
/** Where the bucket keeps versions: what has expired is a version that nothing names. */
const OLD_VERSION_DAYS = 1;

const ownership: ManagedSetting = {
  reads: 's3:GetBucketOwnershipControls',
  writes: 's3:PutBucketOwnershipControls',
  write: ({client, sdk}, place, send) =>
    send((options) =>
      client.send(
        new sdk.PutBucketOwnershipControlsCommand({
          ...toInput(place),
          OwnershipControls: {Rules: [{ObjectOwnership: 'BucketOwnerEnforced'}]},
        }),
        options,
      ),
    ),
  async examine({client, sdk}, place, send) {
    const read = () =>
      send((options) => client.send(new sdk.GetBucketOwnershipControlsCommand(toInput(place)), options));
    const answer = await orMissing(read, 'OwnershipControlsNotFoundError');
    if (answer?.OwnershipControls?.Rules?.some(({ObjectOwnership}) => ObjectOwnership === 'BucketOwnerEnforced')) {
      return undefined;
    }
    return {
      what: 'its objects may belong to other accounts',
      command: s3api(place, 'put-bucket-ownership-controls', [
        "--ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'",
      ]),
    };
  },
};

const publicAccess: ManagedSetting = {
  reads: 's3:GetBucketPublicAccessBlock',
  writes: 's3:PutBucketPublicAccessBlock',
  write: ({client, sdk}, place, send) =>
    send((options) =>
      client.send(
        new sdk.PutPublicAccessBlockCommand({
          ...toInput(place),
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        }),
        options,
      ),
    ),
  async examine({client, sdk}, place, send) {
    const read = () => send((options) => client.send(new sdk.GetPublicAccessBlockCommand(toInput(place)), options));
    const blocked = (await orMissing(read, 'NoSuchPublicAccessBlockConfiguration'))?.PublicAccessBlockConfiguration;
    const isWhole =
      blocked?.BlockPublicAcls &&
      blocked.BlockPublicPolicy &&
      blocked.IgnorePublicAcls &&
      blocked.RestrictPublicBuckets;
    if (isWhole) return undefined;
    return {
      what: 'public access is not blocked',
      command: s3api(place, 'put-public-access-block', [
        '--public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
      ]),
    };
  },
};

const encryption: ManagedSetting = {
  reads: 's3:GetEncryptionConfiguration',
  writes: 's3:PutEncryptionConfiguration',
  write: ({client, sdk}, place, send) =>
    send((options) =>
      client.send(
        new sdk.PutBucketEncryptionCommand({
          ...toInput(place),
          ServerSideEncryptionConfiguration: {
            Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256'}}],
          },
        }),
        options,
      ),
    ),
  async examine({client, sdk}, place, send) {
    const read = () => send((options) => client.send(new sdk.GetBucketEncryptionCommand(toInput(place)), options));
    const answer = await orMissing(read, 'ServerSideEncryptionConfigurationNotFoundError');
    // A key of KMS is as well.
    const rules = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
    if (rules.some((rule) => rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm)) return undefined;
    const wanted = {Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256'}}]};
    return {
      what: 'it has no encryption by default',
      command: s3api(place, 'put-bucket-encryption', [
        `--server-side-encryption-configuration ${shellQuoted(JSON.stringify(wanted))}`,
      ]),
    };
  },
};

const policy: ManagedSetting = {
  reads: 's3:GetBucketPolicy',
  writes: 's3:PutBucketPolicy',
  write: ({client, sdk}, place, send) =>
    send((options) =>
      client.send(
        new sdk.PutBucketPolicyCommand({...toInput(place), Policy: withStatement(undefined, tlsOnly(place))}),
        options,
      ),
    ),
  async examine({client, sdk}, place, send) {
    const read = () => send((options) => client.send(new sdk.GetBucketPolicyCommand(toInput(place)), options));
    const text = (await orMissing(read, 'NoSuchBucketPolicy'))?.Policy;
    if (text !== undefined && allowsOnlyTls(text, place)) return undefined;
    return {
      what: 'it can be reached without TLS',
      command: s3api(place, 'put-bucket-policy', [`--policy ${shellQuoted(withStatement(text, tlsOnly(place)))}`]),
    };
  },
};

const OUR_RULE: LifecycleRule = {
  ID: 'lambda-release',
  Status: 'Enabled',
  Filter: {Prefix: ''},
  Expiration: {Days: KEPT_DAYS},
  NoncurrentVersionExpiration: {NoncurrentDays: OLD_VERSION_DAYS},
  AbortIncompleteMultipartUpload: {DaysAfterInitiation: UNFINISHED_DAYS},
};

const lifecycle: ManagedSetting = {
  reads: 's3:GetLifecycleConfiguration',
  writes: 's3:PutLifecycleConfiguration',
  write: ({client, sdk}, place, send) =>
    send((options) =>
      client.send(
        new sdk.PutBucketLifecycleConfigurationCommand({
          ...toInput(place),
          LifecycleConfiguration: {Rules: [OUR_RULE]},
        }),
        options,
      ),
    ),
  async examine({client, sdk}, place, send) {
    const read = () =>
      send((options) => client.send(new sdk.GetBucketLifecycleConfigurationCommand(toInput(place)), options));
    const rules = (await orMissing(read, 'NoSuchLifecycleConfiguration'))?.Rules ?? [];
    const whole = rules.filter((rule) => rule.Status === 'Enabled' && isForAll(rule));
    const lacks = [
      ...(whole.some(({Expiration}) => Expiration?.Days ?? Expiration?.Date) ? [] : ['old objects stay for good']),
      ...(whole.some((rule) => rule.AbortIncompleteMultipartUpload)
        ? []
        : ['parts of unfinished uploads stay for good']),
    ];
    if (lacks.length === 0) return undefined;
    const wanted = {Rules: [...rules.filter(({ID}) => ID !== OUR_RULE.ID), OUR_RULE]};
    return {
      what: lacks.join(' and '),
      command: s3api(place, 'put-bucket-lifecycle-configuration', [
        `--lifecycle-configuration ${shellQuoted(JSON.stringify(wanted))}`,
      ]),
    };
  },
};

/** How the bucket is set up, in the order it is done. Every setting is written whole, so that doing it again comes to the same. */
export const MANAGED_SETTINGS: readonly ManagedSetting[] = [ownership, publicAccess, encryption, policy, lifecycle];

function toInput({bucket, accountId}: ManagedPlace) {
  return {Bucket: bucket, ExpectedBucketOwner: accountId};
}

function isForAll({Filter, Prefix}: LifecycleRule): boolean {
  const {Prefix: prefix = '', ...others} = Filter ?? {};
  return (Prefix ?? '') === '' && prefix === '' && Object.values(others).every((value) => value === undefined);
}

async function orMissing<Answer>(read: () => Promise<Answer>, name: string): Promise<Answer | undefined> {
  try {
    return await read();
  } catch (error) {
    if (hasAwsName(error, name)) return undefined;
    throw error;
  }
}

function s3api({bucket, accountId}: ManagedPlace, operation: string, rest: readonly string[]): string {
  return [`aws s3api ${operation} --bucket ${bucket} --expected-bucket-owner ${accountId}`, ...rest].join(' ');
}
