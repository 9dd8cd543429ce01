import {managedBucketName} from '../../model/managed-bucket.js';
import type {BucketExamination, BucketLack, ManagedBucket, ManagedBucketPort} from '../../ports/artifacts.js';
import type {CallerIdentity, IdentityPort} from '../../ports/identity.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasCode, newAwsError} from '../error/mapping.js';
import {ORDINARY} from '../http/limits.js';
import {MANAGED_SETTINGS, type ManagedPlace} from './managed-settings.js';

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

  async create({versioned} = {versioned: false}, signal?: AbortSignal): Promise<void> {
    const {bucket, exists} = await this.find(signal);
    const caller = await this.#identity.whoAmI(signal);
    if (!exists) await this.#make(bucket, caller, signal);
    await this.#configure({...caller, bucket}, signal);
    if (versioned) await this.#keepVersions({...caller, bucket}, signal);
  }

  async examine(signal?: AbortSignal): Promise<BucketExamination> {
    const caller = await this.#identity.whoAmI(signal);
    const place: ManagedPlace = {...caller, bucket: managedBucketName(caller)};
    const s3 = await this.#clients.s3();
    const lacks: BucketLack[] = [];
    const unread: string[] = [];
    for (const {reads, examine} of MANAGED_SETTINGS) {
      try {
        const lack = await examine(s3, place, sender(reads, place, signal));
        if (lack) lacks.push(lack);
      } catch (error) {
        if (!hasCode(error, 'ACCESS_DENIED')) throw error;
        unread.push(reads);
      }
    }
    return {bucket: place.bucket, lacks, unread};
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

  async #keepVersions({bucket, accountId}: ManagedPlace, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.s3();
    const command = new sdk.PutBucketVersioningCommand({
      Bucket: bucket,
      ExpectedBucketOwner: accountId,
      VersioningConfiguration: {Status: 'Enabled'},
    });
    const call: AwsCall = {action: 's3:PutBucketVersioning', subject: `bucket ${bucket}`};
    await callAws(call, () => client.send(command, requestOptions(signal, ORDINARY.attemptMs)));
  }

  async #configure(place: ManagedPlace, signal?: AbortSignal): Promise<void> {
    const s3 = await this.#clients.s3();
    for (const setting of MANAGED_SETTINGS) await setting.write(s3, place, sender(setting.writes, place, signal));
  }
}

/** Sends one request for an IAM action on the bucket, in time and with its errors told. */
function sender(action: string, {bucket}: ManagedPlace, signal: AbortSignal | undefined) {
  const call: AwsCall = {action, subject: `bucket ${bucket}`};
  const options = requestOptions(signal, ORDINARY.attemptMs);
  return <Answer>(work: (given: typeof options) => Promise<Answer>) => callAws(call, () => work(options));
}

function inOtherHands(call: AwsCall, said: string) {
  return newAwsError('BUCKET_IN_OTHER_HANDS', call, said);
}
