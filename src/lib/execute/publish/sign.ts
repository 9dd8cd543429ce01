import {AwsError} from '../../errors.js';
import {formatS3Object, type S3Object} from '../../model/source/s3-object.js';
import {signedPrefix} from '../../model/source/signature.js';
import type {SigningStep} from '../../plan/publish/signing.js';
import type {ArtifactsPort, CodeInS3} from '../../ports/artifacts.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {SigningJob, SigningPort, SigningRequest} from '../../ports/signing.js';
import {pollPauseMs} from '../poll-pause.js';

/** AWS's own waiter gives a job 25 polls of 20 s (Signer model, SuccessfulSigningJob). */
const DEADLINE_MS = 500_000;
const SAY_EVERY_MS = 10_000;

export interface SignDeps {
  readonly artifacts: Pick<ArtifactsPort, 'digest'>;
  readonly signing: Pick<SigningPort, 'start' | 'getJob'>;
  readonly clock: Clock;
  readonly events: EventSink;
}

interface Unsigned {
  readonly functionName: string;
  readonly layerName?: string;
  /** The zip in S3. */
  readonly object: S3Object;
  readonly signing: SigningStep;
}

type Signed = Extract<SigningJob, {kind: 'signed'}>;

/**
 * Has AWS Signer sign a zip in S3, and returns the signed object. The same zip and profile are the same job, so that whoever runs again after
 * an end in the middle finds the job and pays for no second one; only a job whose result is of no use, being failed, expired, revoked or deleted
 * since, is made anew. Throws AwsError: SIGNING_FAILED, SIGNING_TIMED_OUT, and what AWS says; it tells what is left in the bucket.
 */
export async function signObject(deps: SignDeps, unsigned: Unsigned, signal?: AbortSignal): Promise<CodeInS3> {
  const {functionName, layerName, object, signing} = unsigned;
  const {profile, profileVersionArn} = signing;
  const request = {object, prefix: signedPrefix(object.key), profile, profileVersionArn};
  try {
    const {jobId, ...signed} = await signedBefore(deps, request, signal);
    const whose = {functionName, ...(layerName !== undefined && {layerName})};
    deps.events.emit({type: 'code.signed', ...whose, profile, jobId});
    return signed;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw notSigned(unsigned, error);
  }
}

/** By the job that there was of the same request, or by a new one where that is of no use. */
async function signedBefore(deps: SignDeps, request: SigningRequest, signal?: AbortSignal) {
  const first = await runJob(deps, request, signal);
  const valid = first.job.kind === 'signed' && isValid(first.job, deps.clock.now()) ? first.job : undefined;
  // It may have been deleted: a bucket's lifecycle rule outruns most signatures.
  const found = valid && (await digestIfThere(deps, valid.object, signal));
  if (found) return {...found, jobId: first.jobId};
  if (first.job.kind === 'failed' && first.isOurs) throw failed(first.jobId, first.job.reason);
  const insteadOf = {jobId: first.jobId, atMs: deps.clock.now()};
  const {jobId, job} = await runJob(deps, {...request, insteadOf}, signal);
  if (job.kind === 'failed') throw failed(jobId, job.reason);
  return {...(await deps.artifacts.digest(job.object, signal)), jobId};
}

/** A job of the request to its end; `isOurs` when it was still going, so that its failure is none of an earlier run's. */
async function runJob(deps: SignDeps, request: SigningRequest, signal?: AbortSignal) {
  signal?.throwIfAborted();
  const jobId = await deps.signing.start(request, signal);
  const startedMs = deps.clock.now();
  let saidMs = 0;
  for (let isOurs = false; ; isOurs = true) {
    const job = await deps.signing.getJob(jobId, signal);
    if (job.kind !== 'going') return {jobId, job, isOurs};
    const elapsedMs = deps.clock.now() - startedMs;
    if (elapsedMs >= DEADLINE_MS) {
      throw new AwsError(`The signing job ${jobId} is still going after ${Math.round(elapsedMs / 1000)} s.`, {
        code: 'SIGNING_TIMED_OUT',
        suggestions: [seeJob(jobId), 'Run the same command again: it goes on waiting for the same job.'],
        details: {jobId},
      });
    }
    if (elapsedMs - saidMs >= SAY_EVERY_MS) {
      saidMs = elapsedMs;
      deps.events.emit({type: 'heartbeat', message: `waiting for AWS Signer (job ${jobId})`});
    }
    await deps.clock.sleep(pollPauseMs(elapsedMs), signal);
  }
}

function isValid({expiresAtMs = Number.POSITIVE_INFINITY, isRevoked}: Signed, nowMs: number): boolean {
  return !isRevoked && expiresAtMs > nowMs;
}

async function digestIfThere({artifacts}: SignDeps, object: S3Object, signal?: AbortSignal) {
  try {
    return await artifacts.digest(object, signal);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'OBJECT_NOT_FOUND') return undefined;
    throw error;
  }
}

function failed(jobId: string, reason: string): AwsError {
  return new AwsError(`The signing job ${jobId} failed: ${reason}`, {
    code: 'SIGNING_FAILED',
    suggestions: [seeJob(jobId), 'When what AWS names is mended, run the same command again: it makes a new job.'],
    details: {jobId},
  });
}

function seeJob(jobId: string): string {
  return `See what AWS says: aws signer describe-signing-job --job-id ${jobId}`;
}

function notSigned({functionName, layerName, object}: Unsigned, cause: AwsError): AwsError {
  const {message, code, suggestions, details, uncertain} = cause;
  const what = layerName === undefined ? functionName : `layer ${layerName}`;
  const left = formatS3Object(object);
  return new AwsError(`The code of ${what} was not signed, and nothing of it was released: ${message}`, {
    code,
    suggestions: [
      ...suggestions,
      `The unsigned package stays at ${left}: the next run finds it there, and no function has it.`,
    ],
    details: {...details, left},
    uncertain,
    cause,
  });
}
