import type {S3Object} from '../model/source/s3-object.js';

/** A signing profile of AWS Signer. */
export interface SigningProfile {
  readonly name: string;
  /** ARN with the version it has now: what a code signing configuration allows, or does not. */
  readonly versionArn: string;
  readonly platform: string;
  /** `Active`, or what it was ended by: `Canceled | Revoked`. */
  readonly status: string;
}

/** What a function's code has to be signed by. */
export interface CodeSigningConfiguration {
  readonly arn: string;
  /** ARNs of profiles with their versions. */
  readonly allowedProfileVersions: readonly string[];
  /** Lambda refuses code of nobody it allows (`Enforce`); otherwise it only counts it (`Warn`). */
  readonly enforces: boolean;
}

/** How a signing job stands. */
export type SigningJob =
  | {readonly kind: 'going'}
  | {readonly kind: 'failed'; readonly reason: string}
  | {
      readonly kind: 'signed';
      readonly object: S3Object;
      /** When the signature ends, in epoch milliseconds; absent when AWS says no time. */
      readonly expiresAtMs?: number;
      /** Somebody has taken the signature back. */
      readonly isRevoked: boolean;
    };

/** What is to be signed by a job. */
export interface SigningRequest {
  /** In a bucket that keeps versions; without one it is what lies there since before it did. */
  readonly object: S3Object;
  /** Of the key of the signed object, in the same bucket. */
  readonly prefix: string;
  readonly profile: string;
  readonly profileVersionArn: string;
  /** A job of the same request whose result is of no use, and when that was found; without one, the job that there was is found again. */
  readonly insteadOf?: {readonly jobId: string; readonly atMs: number};
}

/** Signatures of code by AWS Signer, and what functions demand of them. Every method throws AwsError. */
export interface SigningPort {
  /** `undefined` when the function has none. */
  configurationOf(functionName: string, signal?: AbortSignal): Promise<CodeSigningConfiguration | undefined>;
  /** `undefined` when there is no such profile in this region and account. Read once a process. */
  getProfile(name: string, signal?: AbortSignal): Promise<SigningProfile | undefined>;
  /** The id of the job; the same request is the same job, however often and from wherever it is made. */
  start(request: SigningRequest, signal?: AbortSignal): Promise<string>;
  getJob(jobId: string, signal?: AbortSignal): Promise<SigningJob>;
}
