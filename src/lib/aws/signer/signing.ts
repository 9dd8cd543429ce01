import {createHash} from 'node:crypto';
import type {
  CodeSigningConfiguration,
  SigningJob,
  SigningPort,
  SigningProfile,
  SigningRequest,
} from '../../ports/signing.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {orNothing} from '../error/or-nothing.js';

/** Signing jobs of AWS Signer, and the code signing configurations of AWS Lambda. */
export class SignerSigning implements SigningPort {
  readonly #clients: AwsClients;
  /** All functions of a release are signed by the same one, as a rule. */
  readonly #profiles = new Map<string, Promise<SigningProfile | undefined>>();

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async configurationOf(functionName: string, signal?: AbortSignal): Promise<CodeSigningConfiguration | undefined> {
    const {client, sdk} = await this.#clients.lambda();
    const attached: AwsCall = {action: 'lambda:GetFunctionCodeSigningConfig', subject: `function ${functionName}`};
    const ofFunction = new sdk.GetFunctionCodeSigningConfigCommand({FunctionName: functionName});
    // Without a configuration AWS answers without an ARN.
    const arn = (await orNothing(callAws(attached, () => client.send(ofFunction, requestOptions(signal)))))
      ?.CodeSigningConfigArn;
    if (!arn) return undefined;
    const call: AwsCall = {action: 'lambda:GetCodeSigningConfig', subject: `code signing configuration ${arn}`};
    const command = new sdk.GetCodeSigningConfigCommand({CodeSigningConfigArn: arn});
    const {CodeSigningConfig: found} = await callAws(call, () => client.send(command, requestOptions(signal)));
    return {
      arn,
      allowedProfileVersions: found?.AllowedPublishers?.SigningProfileVersionArns ?? [],
      enforces: found?.CodeSigningPolicies?.UntrustedArtifactOnDeployment === 'Enforce',
    };
  }

  getProfile(name: string, signal?: AbortSignal): Promise<SigningProfile | undefined> {
    const known = this.#profiles.get(name);
    if (known) return known;
    const asked = this.#readProfile(name, signal);
    this.#profiles.set(name, asked);
    // Whoever asks after a failure asks anew.
    asked.catch(() => this.#profiles.delete(name));
    return asked;
  }

  async #readProfile(name: string, signal?: AbortSignal): Promise<SigningProfile | undefined> {
    const call: AwsCall = {action: 'signer:GetSigningProfile', subject: `signing profile ${name}`};
    const {client, sdk} = await this.#clients.signer();
    const command = new sdk.GetSigningProfileCommand({profileName: name});
    const found = await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
    if (found === undefined) return undefined;
    return {
      name,
      versionArn: required(found.profileVersionArn, 'profileVersionArn', call),
      platform: found.platformId ?? '',
      status: found.status ?? '',
    };
  }

  async start(request: SigningRequest, signal?: AbortSignal): Promise<string> {
    const {object, prefix, profile} = request;
    const call: AwsCall = {action: 'signer:StartSigningJob', subject: `signing profile ${profile}`};
    const {client, sdk} = await this.#clients.signer();
    const command = new sdk.StartSigningJobCommand({
      // What was put before the bucket kept versions is the version "null" (S3 User Guide, "How S3 Versioning works").
      source: {s3: {bucketName: object.bucket, key: object.key, version: object.objectVersion ?? 'null'}},
      destination: {s3: {bucketName: object.bucket, prefix}},
      profileName: profile,
      clientRequestToken: toRequestToken(request),
    });
    const {jobId} = await callAws(call, () => client.send(command, requestOptions(signal)));
    return required(jobId, 'jobId', call);
  }

  async getJob(jobId: string, signal?: AbortSignal): Promise<SigningJob> {
    const call: AwsCall = {action: 'signer:DescribeSigningJob', subject: `signing job ${jobId}`};
    const {client, sdk} = await this.#clients.signer();
    const job = await callAws(call, () =>
      client.send(new sdk.DescribeSigningJobCommand({jobId}), requestOptions(signal)),
    );
    if (job.status === 'Failed') return {kind: 'failed', reason: job.statusReason ?? 'AWS gives no reason.'};
    if (job.status !== 'Succeeded') return {kind: 'going'};
    const {bucketName, key} = job.signedObject?.s3 ?? {};
    return {
      kind: 'signed',
      object: {
        bucket: required(bucketName, 'signedObject.s3.bucketName', call),
        key: required(key, 'signedObject.s3.key', call),
      },
      ...(job.signatureExpiresAt && {expiresAtMs: job.signatureExpiresAt.getTime()}),
      isRevoked: job.revocationRecord !== undefined,
    };
  }
}

/** "All calls after the first that use this token return the same response as the first call" (Signer API, StartSigningJob). */
function toRequestToken({object, prefix, profileVersionArn, insteadOf}: SigningRequest): string {
  const {bucket, key, objectVersion} = object;
  const parts = [bucket, key, objectVersion, prefix, profileVersionArn, insteadOf?.jobId, insteadOf?.atMs];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
