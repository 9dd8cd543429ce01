import {createHash} from 'node:crypto';
import type {S3Object} from '../../src/lib/model/source/s3-object.js';
import type {
  CodeSigningConfiguration,
  SigningJob,
  SigningPort,
  SigningProfile,
  SigningRequest,
} from '../../src/lib/ports/signing.js';

const PROFILES = 'arn:aws:signer:eu-west-1:123456789012:/signing-profiles';

/**
 * AWS Signer in memory: the same request is the same job; a job is going for as many reads as `goingFor` says, and its object has a key of
 * its own. `before` runs ahead of the next call of a method, and `lose` answers it no more after it has been carried out.
 */
export class FakeSigning implements SigningPort {
  readonly calls: string[] = [];
  readonly profiles = new Map<string, SigningProfile>();
  configuration: CodeSigningConfiguration | undefined;
  goingFor = 1;
  /** Of the last request. */
  prefix = '';
  readonly #jobs = new Map<string, {readonly object: S3Object; reads: number; ended?: SigningJob}>();
  readonly #before = new Map<keyof SigningPort, () => void>();
  readonly #lost = new Map<keyof SigningPort, () => Error>();

  profile(name: string, version = 'abcde12345'): SigningProfile {
    const versionArn = `${PROFILES}/${name}/${version}`;
    const profile = {name, versionArn, platform: 'AWSLambda-SHA384-ECDSA', status: 'Active'};
    this.profiles.set(name, profile);
    return profile;
  }

  before(method: keyof SigningPort, action: () => void): void {
    this.#before.set(method, action);
  }

  lose(method: keyof SigningPort, error: () => Error): void {
    this.#lost.set(method, error);
  }

  get jobIds(): readonly string[] {
    return [...this.#jobs.keys()];
  }

  /** What becomes of a job, in place of a signature. */
  end(jobId: string, job: SigningJob): void {
    const found = this.#jobs.get(jobId);
    if (found) found.ended = job;
  }

  async configurationOf(functionName: string): Promise<CodeSigningConfiguration | undefined> {
    return this.#call('configurationOf', functionName, () => this.configuration);
  }

  async getProfile(name: string): Promise<SigningProfile | undefined> {
    return this.#call('getProfile', name, () => this.profiles.get(name));
  }

  async start(request: SigningRequest): Promise<string> {
    return this.#call('start', request.object.key, () => {
      this.prefix = request.prefix;
      const jobId = `job-${createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 8)}`;
      const object = {bucket: request.object.bucket, key: `${request.prefix}${jobId}.zip`};
      if (!this.#jobs.has(jobId)) this.#jobs.set(jobId, {object, reads: 0});
      return jobId;
    });
  }

  async getJob(jobId: string): Promise<SigningJob> {
    return this.#call('getJob', jobId, () => {
      const job = this.#jobs.get(jobId);
      if (!job) throw new Error(`There is no job ${jobId}.`);
      job.reads += 1;
      if (job.reads <= this.goingFor) return {kind: 'going'} as const;
      return job.ended ?? ({kind: 'signed', object: job.object, isRevoked: false} as const);
    });
  }

  #call<Answer>(method: keyof SigningPort, subject: string, answer: () => Answer): Answer {
    const before = this.#before.get(method);
    this.#before.delete(method);
    before?.();
    this.calls.push(`${method} ${subject}`);
    const given = answer();
    const lost = this.#lost.get(method);
    this.#lost.delete(method);
    if (lost) throw lost();
    return given;
  }
}
