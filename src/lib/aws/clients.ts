import type {CloudWatchClient} from '@aws-sdk/client-cloudwatch';
import type {CloudWatchLogsClient} from '@aws-sdk/client-cloudwatch-logs';
import type {LambdaClient} from '@aws-sdk/client-lambda';
import type {S3Client} from '@aws-sdk/client-s3';
import type {SSMClient} from '@aws-sdk/client-ssm';
import type {STSClient} from '@aws-sdk/client-sts';
import {callAws} from './error/call-aws.js';
import type {RequestPacer} from './request-pacer.js';

export interface ClientOptions {
  /** From `--region`; otherwise AWS_REGION, then AWS_DEFAULT_REGION, then the profile's. */
  readonly region?: string;
  /** From `--profile`; otherwise AWS_PROFILE, as the SDK does by itself. */
  readonly profile?: string;
  /** Milliseconds one attempt of an ordinary call may take; 20 s unless told otherwise. */
  readonly requestTimeoutMs?: number;
  /** Spaces the requests to Lambda, retries included, and asks for more patience with throttling. */
  readonly pacer?: RequestPacer;
}

/** A client beside the module its commands come from: neither is loaded before the first call of that service. */
interface Service<Client, Sdk> {
  readonly client: Client;
  readonly sdk: Sdk;
}

type LambdaService = Service<LambdaClient, typeof import('@aws-sdk/client-lambda')>;
type LogsService = Service<CloudWatchLogsClient, typeof import('@aws-sdk/client-cloudwatch-logs')>;
type CloudWatchService = Service<CloudWatchClient, typeof import('@aws-sdk/client-cloudwatch')>;
type S3Service = Service<S3Client, typeof import('@aws-sdk/client-s3')>;
type SsmService = Service<SSMClient, typeof import('@aws-sdk/client-ssm')>;
type StsService = Service<STSClient, typeof import('@aws-sdk/client-sts')>;

const CONNECTION_TIMEOUT_MS = 5_000;
const MOST_ATTEMPTS = 3;
/** A throttled account only makes paced work slower: the SDK waits up to 20 s between two of these. */
const MOST_PACED_ATTEMPTS = 10;
/** One attempt of a call that carries no package. */
export const REQUEST_TIMEOUT_MS = 20_000;
/** No byte in either direction for this long ends an attempt, uploads included. */
const IDLE_TIMEOUT_MS = 120_000;
/** An upload may take this long: 50 MiB in base64 over a 1 Mbit/s line is ten minutes. */
export const UPLOAD_TIMEOUT_MS = 15 * 60_000;
/** No function runs longer than 15 minutes (LDG "Lambda quotas"); nothing is sent meanwhile. */
const INVOKE_TIMEOUT_MS = 16 * 60_000;

/** Swallows what the SDK would print. It must not be the SDK's own NoOpLogger, for that one falls back to the console. */
const silence = {trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing};
function nothing(): void {
  // The terminal belongs to the report; an SDK error arrives as an exception.
}

/**
 * One client per service and process, made at the first call. The SDK reads credentials, AWS_ENDPOINT_URL and the
 * profile by itself.
 *
 * Retries are ours and not the environment's (AWS_MAX_ATTEMPTS, AWS_RETRY_MODE): standard mode, three attempts. Adaptive
 * mode would hold back the one call that takes a bad release out of traffic. Writes are retried as well, except those of
 * `lambdaOnce`, for each of them is either idempotent or guarded by a RevisionId: a second attempt after a lost answer
 * changes nothing and comes back as PRECONDITION_FAILED or as "exists already", which the caller resolves by reading what
 * is there.
 */
export class AwsClients {
  readonly #options: ClientOptions;
  #lambda: Promise<LambdaService> | undefined;
  #once: Promise<LambdaService> | undefined;
  #logs: Promise<LogsService> | undefined;
  #cloudWatch: Promise<CloudWatchService> | undefined;
  #s3: Promise<S3Service> | undefined;
  #ssm: Promise<SsmService> | undefined;
  #sts: Promise<StsService> | undefined;

  constructor(options: ClientOptions = {}) {
    this.#options = options;
    // On Node 20 the SDK announces its end of support there; that is for us to act on, not for our users.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  }

  lambda(): Promise<LambdaService> {
    this.#lambda ??= import('@aws-sdk/client-lambda').then((sdk) => {
      const client = new sdk.LambdaClient(this.#config());
      if (this.#options.pacer !== undefined) pace(client, this.#options.pacer);
      return {client, sdk};
    });
    return this.#lambda;
  }

  /**
   * For what must not be carried out twice by accident, Invoke and PublishLayerVersion: one attempt, for as long as a function may
   * run.
   */
  lambdaOnce(): Promise<LambdaService> {
    this.#once ??= import('@aws-sdk/client-lambda').then((sdk) => ({
      client: new sdk.LambdaClient({...this.#config(INVOKE_TIMEOUT_MS, INVOKE_TIMEOUT_MS), maxAttempts: 1}),
      sdk,
    }));
    return this.#once;
  }

  logs(): Promise<LogsService> {
    this.#logs ??= import('@aws-sdk/client-cloudwatch-logs').then((sdk) => ({
      client: new sdk.CloudWatchLogsClient(this.#config()),
      sdk,
    }));
    return this.#logs;
  }

  cloudWatch(): Promise<CloudWatchService> {
    this.#cloudWatch ??= import('@aws-sdk/client-cloudwatch').then((sdk) => ({
      client: new sdk.CloudWatchClient(this.#config()),
      sdk,
    }));
    return this.#cloudWatch;
  }

  s3(): Promise<S3Service> {
    this.#s3 ??= import('@aws-sdk/client-s3').then((sdk) => ({
      client: new sdk.S3Client({
        // Parts of a multipart upload take the client's timeout: lib-storage has no way to say another.
        ...this.#config(UPLOAD_TIMEOUT_MS),
        // bucket.localhost does not resolve everywhere, and a local endpoint has no certificate for it.
        forcePathStyle: hasCustomEndpoint(),
      }),
      sdk,
    }));
    return this.#s3;
  }

  ssm(): Promise<SsmService> {
    this.#ssm ??= import('@aws-sdk/client-ssm').then((sdk) => ({client: new sdk.SSMClient(this.#config()), sdk}));
    return this.#ssm;
  }

  sts(): Promise<StsService> {
    this.#sts ??= import('@aws-sdk/client-sts').then((sdk) => ({client: new sdk.STSClient(this.#config()), sdk}));
    return this.#sts;
  }

  /** The region every call goes to. Throws AwsError REGION_MISSING. */
  async region(): Promise<string> {
    const {client} = await this.sts();
    return callAws({action: 'sts:GetCallerIdentity', subject: 'the caller'}, () => client.config.region());
  }

  #config(timeoutMs = this.#options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS, idleMs = IDLE_TIMEOUT_MS) {
    const {region = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION, profile} = this.#options;
    return {
      ...(region && {region}),
      ...(profile !== undefined && {profile}),
      logger: silence,
      retryMode: 'standard',
      maxAttempts: this.#options.pacer === undefined ? MOST_ATTEMPTS : MOST_PACED_ATTEMPTS,
      userAgentAppId: 'lambda-release',
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        requestTimeout: timeoutMs,
        // Without this the SDK only logs that the time is over, and goes on waiting.
        throwOnRequestTimeout: true,
        socketTimeout: idleMs,
        logger: silence,
      },
    };
  }
}

/** Every attempt takes a slot of its own: this runs inside the SDK's retries, which stand earlier in the same step. */
function pace(client: LambdaClient, pacer: RequestPacer): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      await pacer.slot(operation);
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error && error.name === 'TooManyRequestsException') pacer.throttled(operation);
        throw error;
      }
    },
    {step: 'finalizeRequest', priority: 'low', name: 'requestPacer'},
  );
}

function hasCustomEndpoint(): boolean {
  return Boolean(process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL);
}
