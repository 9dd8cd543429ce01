import {managedBucketName} from '../../model/managed-bucket.js';
import type {ManagedBucket, ManagedBucketPort} from '../../ports/artifacts.js';
import type {CallerIdentity, IdentityPort} from '../../ports/identity.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasCode, newAwsError} from '../error/mapping.js';
import {ORDINARY} from '../http/limits.js';

/** Lambda copies what it is given, so that an object is of use only until the next release looks for the same content. */
const KEPT_DAYS = 90;
const UNFINISHED_DAYS = 1;

/** The bucket `lambda-release-<account>-<region>`. */
export class S3ManagedBucket implements ManagedBucketPort {
  readonly #clients: AwsClients;
  readonly #identity: IdentityPort;

  constructor(clients: AwsClients, identity: IdentityPort) {
    this.#clients = clients;
    this.#identity = identity;
  }

  async find(signal?: AbortSignal): Promise<ManagedBucket> {
    const caller = await this.#identity.whoAmI(signal);
    const bucket = managedBucketName(caller);
    const call: AwsCall = {action: 's3:ListBucket', subject: `bucket ${bucket}`};
    const {client, sdk} = await this.#clients.s3();
    const command = new sdk.HeadBucketCommand({Bucket: bucket, ExpectedBucketOwner: caller.accountId});
    try {
      await callAws(call, () => client.send(command, requestOptions(signal, ORDINARY.attemptMs)));
      return {bucket, exists: true};
    } catch (error) {
      if (hasCode(error, 'BUCKET_NOT_FOUND')) return {bucket, exists: false};
      if (!hasCode(error, 'ACCESS_DENIED')) throw error;
      throw inOtherHands(call, error.message);
    }
  }

  async create(signal?: AbortSignal): Promise<void> {
    const {bucket, exists} = await this.find(signal);
    const caller = await this.#identity.whoAmI(signal);
    if (!exists) await this.#make(bucket, caller, signal);
    await this.#configure(bucket, caller, signal);
  }

  async #make(bucket: string, {region}: CallerIdentity, signal?: AbortSignal): Promise<void> {
    const call: AwsCall = {action: 's3:CreateBucket', subject: `bucket ${bucket}`};
    const {client, sdk} = await this.#clients.s3();
    const command = new sdk.CreateBucketCommand({
      Bucket: bucket,
      ObjectOwnership: 'BucketOwnerEnforced',
      // us-east-1 is what S3 takes without a word, and refuses to be told (S3 API, CreateBucketConfiguration).
      ...(region !== 'us-east-1' && {
        CreateBucketConfiguration: {LocationConstraint: region as never},
      }),
    });
    try {
      await callAws(call, () => client.send(command, requestOptions(signal, ORDINARY.attemptMs)));
    } catch (error) {
      // Somebody else of this account was quicker, or our own first attempt, whose answer was lost.
      if ((await this.find(signal)).exists) return;
      throw error;
    }
  }

  /** Every setting is written whole, so that doing it again, after half of it failed perhaps, comes to the same. */
  async #configure(bucket: string, {accountId, arn}: CallerIdentity, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.s3();
    const place = {Bucket: bucket, ExpectedBucketOwner: accountId};
    const options = requestOptions(signal, ORDINARY.attemptMs);
    const callOf = (action: string): AwsCall => ({action, subject: `bucket ${bucket}`});
    await callAws(callOf('s3:PutBucketOwnershipControls'), () =>
      client.send(
        new sdk.PutBucketOwnershipControlsCommand({
          ...place,
          OwnershipControls: {Rules: [{ObjectOwnership: 'BucketOwnerEnforced'}]},
        }),
        options,
      ),
    );
    await callAws(callOf('s3:PutBucketPublicAccessBlock'), () =>
      client.send(
        new sdk.PutPublicAccessBlockCommand({
          ...place,
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        }),
        options,
      ),
    );
    await callAws(callOf('s3:PutEncryptionConfiguration'), () =>
      client.send(
        new sdk.PutBucketEncryptionCommand({
          ...place,
          ServerSideEncryptionConfiguration: {
            Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256'}}],
          },
        }),
        options,
      ),
    );
    await callAws(callOf('s3:PutBucketPolicy'), () =>
      client.send(new sdk.PutBucketPolicyCommand({...place, Policy: tlsOnly(bucket, arn)}), options),
    );
    await callAws(callOf('s3:PutLifecycleConfiguration'), () =>
      client.send(
        new sdk.PutBucketLifecycleConfigurationCommand({
          ...place,
          LifecycleConfiguration: {
            Rules: [
              {
                ID: 'lambda-release',
                Status: 'Enabled',
                Filter: {Prefix: ''},
                Expiration: {Days: KEPT_DAYS},
                AbortIncompleteMultipartUpload: {DaysAfterInitiation: UNFINISHED_DAYS},
              },
            ],
          },
        }),
        options,
      ),
    );
  }
}

/** Whoever comes without TLS is refused (S3 User Guide, "Enforce encryption of data in transit"). */
function tlsOnly(bucket: string, callerArn: string): string {
  const arn = `arn:${callerArn.split(':')[1] ?? 'aws'}:s3:::${bucket}`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: {Bool: {'aws:SecureTransport': 'false'}},
      },
    ],
  });
}

function inOtherHands(call: AwsCall, said: string) {
  return newAwsError('BUCKET_IN_OTHER_HANDS', call, said);
}
