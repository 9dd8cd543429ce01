import {randomUUID} from 'node:crypto';
import {LAMBDA_PLATFORM} from '../../model/source/signature.js';
import {ZipFormatError} from '../../package/zip/read-zip.js';
import type {SandboxClock} from '../clock.js';
import {arnOf, type Place} from '../place.js';
import type {S3Service} from '../s3/s3-service.js';
import type {SandboxRequest, SandboxResponse, SandboxService} from '../service.js';
import {signedZip} from './signature-file.js';

/** How long a job is InProgress, in sandbox milliseconds. */
const JOB_MS = 300;
/** AWS Signer's default of signatures for Lambda, 135 months. */
const VALID_MS = 135 * 30 * 24 * 3_600_000;

interface Profile {
  readonly name: string;
  readonly version: string;
  readonly platform: string;
  status: 'Active' | 'Canceled';
}

interface Job {
  readonly id: string;
  readonly profile: Profile;
  readonly source: unknown;
  readonly createdMs: number;
  readonly signed?: {readonly bucketName: string; readonly key: string};
  readonly failure?: string;
}

type Input = Readonly<Record<string, unknown>>;

class SignerError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const OPERATIONS: Readonly<Record<string, string>> = {
  'PUT signing-profiles/': 'PutSigningProfile',
  'GET signing-profiles/': 'GetSigningProfile',
  'DELETE signing-profiles/': 'CancelSigningProfile',
  'POST signing-jobs': 'StartSigningJob',
  'GET signing-jobs/': 'DescribeSigningJob',
};

/** AWS's name of the operation a request means, and what its path names; undefined when it is none that the sandbox knows. */
export function signerOperation({method, path}: Pick<SandboxRequest, 'method' | 'path'>) {
  const [, collection, name] = /^\/(signing-profiles|signing-jobs)(?:\/([^/]+))?\/?$/.exec(path) ?? [];
  const operation = OPERATIONS[`${method} ${collection}${name === undefined ? '' : '/'}`];
  return operation === undefined ? undefined : {operation, name: decodeURIComponent(name ?? '')};
}

/** AWS Signer over REST-JSON, as far as signing for Lambda needs it: profiles, and jobs whose results are told from others by a file. */
export function createSigner(place: Place, clock: SandboxClock, s3: S3Service): SandboxService {
  const profiles = new Map<string, Profile>();
  const jobs = new Map<string, Job>();
  const byToken = new Map<string, string>();
  const arn = ({name}: Profile) => arnOf(place, 'signer', `/signing-profiles/${name}`);
  const versionArn = (profile: Profile) => `${arn(profile)}/${profile.version}`;

  function profileOf(name: string): Profile {
    const found = profiles.get(name);
    if (!found) throw new SignerError(404, 'ResourceNotFoundException', `The signing profile ${name} was not found.`);
    return found;
  }

  function putProfile(name: string, input: Input): object {
    const {platformId} = input;
    if (!/^[a-zA-Z0-9_]{2,64}$/.test(name) || typeof platformId !== 'string') {
      throw new SignerError(
        400,
        'ValidationException',
        'A profile needs a name of 2 to 64 letters, digits and _, and a platform.',
      );
    }
    if (profiles.get(name)?.status === 'Active') {
      throw new SignerError(409, 'ConflictException', `The signing profile ${name} exists already.`);
    }
    const version = randomUUID().replaceAll('-', '').slice(0, 10);
    const profile: Profile = {name, version, platform: platformId, status: 'Active'};
    profiles.set(name, profile);
    return {arn: arn(profile), profileVersion: version, profileVersionArn: versionArn(profile)};
  }

  async function startJob(input: Input): Promise<object> {
    const token = textOf(input, 'clientRequestToken');
    const before = byToken.get(token);
    if (before !== undefined) return {jobId: before, jobOwner: place.accountId};
    const profile = profileOf(textOf(input, 'profileName'));
    if (profile.status !== 'Active')
      throw new SignerError(400, 'ValidationException', `The signing profile ${profile.name} is not active.`);
    const from = inputOf(inputOf(input, 'source'), 's3');
    const to = inputOf(inputOf(input, 'destination'), 's3');
    const [bucket, key, version] = [textOf(from, 'bucketName'), textOf(from, 'key'), textOf(from, 'version')];
    if (!s3.isVersioned(bucket)) {
      throw new SignerError(400, 'ValidationException', `The source bucket ${bucket} is not versioned.`);
    }
    const read = await s3.readObject(bucket, key, version);
    if (read.kind !== 'found')
      throw new SignerError(400, 'ValidationException', `The source s3://${bucket}/${key} was not found.`);
    const id = randomUUID();
    const job = {id, profile, source: input.source, createdMs: clock.now()};
    jobs.set(id, {
      ...job,
      ...sign(job, read.body, {bucketName: textOf(to, 'bucketName'), prefix: String(to.prefix ?? '')}),
    });
    byToken.set(token, id);
    return {jobId: id, jobOwner: place.accountId};
  }

  function sign(
    {id, profile, createdMs}: Job,
    zip: Buffer,
    {bucketName, prefix}: {readonly bucketName: string; readonly prefix: string},
  ): Pick<Job, 'signed' | 'failure'> {
    if (profile.platform !== LAMBDA_PLATFORM) return {failure: `The sandbox signs for ${LAMBDA_PLATFORM} only.`};
    const jobArn = arnOf(place, 'signer', `/signing-jobs/${id}`);
    const key = `${prefix}${id}.zip`;
    try {
      const signed = signedZip(zip, {
        jobArn,
        profileVersionArn: versionArn(profile),
        expiresAtMs: createdMs + VALID_MS,
      });
      return s3.writeObject(bucketName, key, signed)
        ? {signed: {bucketName, key}}
        : {failure: 'The destination bucket was not found.'};
    } catch (error) {
      if (error instanceof ZipFormatError) return {failure: error.message};
      throw error;
    }
  }

  function describeJob(id: string): object {
    const job = jobs.get(id);
    if (!job) throw new SignerError(404, 'ResourceNotFoundException', `The signing job ${id} was not found.`);
    const {profile, source, createdMs, signed, failure} = job;
    const base = {
      jobId: id,
      source,
      platformId: profile.platform,
      profileName: profile.name,
      profileVersion: profile.version,
      createdAt: createdMs / 1000,
      jobOwner: place.accountId,
    };
    if (clock.now() < createdMs + JOB_MS) return {...base, status: 'InProgress'};
    if (failure !== undefined) return {...base, status: 'Failed', statusReason: failure};
    const completedAt = (createdMs + JOB_MS) / 1000;
    return {
      ...base,
      status: 'Succeeded',
      completedAt,
      signatureExpiresAt: (createdMs + VALID_MS) / 1000,
      signedObject: {s3: signed},
    };
  }

  async function answer(request: SandboxRequest): Promise<object> {
    const {operation, name = ''} = signerOperation(request) ?? {};
    switch (operation) {
      case 'PutSigningProfile':
        return putProfile(name, parseBody(request.body));
      case 'GetSigningProfile': {
        const profile = profileOf(name);
        const {version, platform, status} = profile;
        return {
          ...{profileName: name, profileVersion: version, profileVersionArn: versionArn(profile), platformId: platform},
          ...{status, arn: arn(profile)},
        };
      }
      case 'CancelSigningProfile':
        profileOf(name).status = 'Canceled';
        return {};
      case 'StartSigningJob':
        return startJob(parseBody(request.body));
      case 'DescribeSigningJob':
        return describeJob(name);
      default:
        throw new SignerError(
          501,
          'SandboxLimitation',
          `The sandbox does not know ${request.method} ${request.path} of AWS Signer.`,
        );
    }
  }

  return {
    async handle(request) {
      try {
        return json(200, await answer(request));
      } catch (error) {
        if (!(error instanceof SignerError)) throw error;
        return signerFailure(error);
      }
    },
  };
}

/** An error in AWS Signer's form. */
export function signerFailure({
  status,
  code,
  message,
}: {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}): SandboxResponse {
  const answer = json(status, {message, code});
  return {...answer, headers: {...answer.headers, 'x-amzn-errortype': code}};
}

function textOf(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new SignerError(400, 'ValidationException', `${name} is needed.`);
}

function inputOf(input: Input, name: string): Input {
  return Object(input[name] ?? {});
}

function parseBody(body: Buffer): Input {
  try {
    return Object(JSON.parse(body.toString('utf8') || '{}'));
  } catch {
    throw new SignerError(400, 'ValidationException', 'The request is not a JSON document.');
  }
}

function json(status: number, value: object): SandboxResponse {
  return {status, headers: {'content-type': 'application/json'}, body: JSON.stringify(value)};
}
