import type {RoleToAssume} from './assumed-role.js';
import {usesPathStyle} from './custom-endpoint.js';
import {callAws} from './error/call-aws.js';
import type {clientParts} from './http/client-parts.js';
import {INVOCATION, ORDINARY, PACED, type RequestLimits, STORAGE, TRAFFIC} from './http/limits.js';
import {pace} from './paced-client.js';
import type {RequestPacer} from './request-pacer.js';
import type {
  ApisService,
  CloudFormationService,
  CloudWatchService,
  EcrService,
  EventsService,
  IamService,
  LambdaService,
  LogsService,
  RestApisService,
  S3Service,
  SchedulerService,
  Service,
  SfnService,
  SignerService,
  SsmService,
  StsService,
  XRayService,
} from './services.js';
import {silence} from './silence.js';

export interface ClientOptions {
  /** From `--region`; otherwise AWS_REGION, then AWS_DEFAULT_REGION, then the profile's. */
  readonly region?: string;
  /** From `--profile`; otherwise AWS_PROFILE, as the SDK does by itself. */
  readonly profile?: string;
  /** Assumed with the credentials that are found otherwise, and everything is done with it. */
  readonly role?: RoleToAssume;
  /** In place of the usual limits of ordinary calls and of those of an alias. */
  readonly limits?: RequestLimits;
  /** Spaces the requests to Lambda, retries included, and asks for more patience with throttling. */
  readonly pacer?: RequestPacer;
}

type Credentials = ReturnType<typeof import('./assumed-role.js')['assumedRole']>;

const MOST_ATTEMPTS = 3;
/** A throttled account only makes paced work slower: the SDK waits up to 20 s between two of these. */
const MOST_PACED_ATTEMPTS = 10;

/**
 * One client per service and process, made at the first call. The SDK reads credentials, AWS_ENDPOINT_URL and the
 * profile by itself.
 *
 * Retries are ours and not the environment's (AWS_MAX_ATTEMPTS, AWS_RETRY_MODE): standard mode, three attempts. Adaptive
 * mode would hold back the one call that takes a bad release out of traffic. Writes are retried as well, except those in
 * SENT_ONCE (`http/one-call.ts`), for each of them is either idempotent or guarded by a RevisionId: a second attempt after
 * a lost answer changes nothing and comes back as PRECONDITION_FAILED or as "exists already". The error says that an
 * answer was lost, and the caller reads what is there.
 */
export class AwsClients {
  readonly #options: ClientOptions;
  #lambda: Promise<LambdaService> | undefined;
  #traffic: Promise<LambdaService> | undefined;
  #invocation: Promise<LambdaService> | undefined;
  #logs: Promise<LogsService> | undefined;
  #cloudWatch: Promise<CloudWatchService> | undefined;
  #events: Promise<EventsService> | undefined;
  #restApis: Promise<RestApisService> | undefined;
  #apis: Promise<ApisService> | undefined;
  #cloudFormation: Promise<CloudFormationService> | undefined;
  #ecr: Promise<EcrService> | undefined;
  #iam: Promise<IamService> | undefined;
  #s3: Promise<S3Service> | undefined;
  #scheduler: Promise<SchedulerService> | undefined;
  #sfn: Promise<SfnService> | undefined;
  #signer: Promise<SignerService> | undefined;
  #ssm: Promise<SsmService> | undefined;
  #sts: Promise<StsService> | undefined;
  #xray: Promise<XRayService> | undefined;
  #roleCredentials: Promise<Credentials> | undefined;
  readonly #source: AwsClients | undefined;

  constructor({role, ...options}: ClientOptions = {}) {
    this.#options = {...options, ...(role && {role})};
    // Without a pacer: what it spaces are requests to Lambda.
    const {pacer: _pacer, ...ofSource} = options;
    this.#source = role && new AwsClients(ofSource);
    // On Node 20 the SDK announces its end of support there; that is for us to act on, not for our users.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  }

  lambda(): Promise<LambdaService> {
    this.#lambda ??= this.#openLambda(this.#ordinary());
    return this.#lambda;
  }

  /** For one alias, read or written: with connections of its own and short limits, it waits behind nothing. */
  traffic(): Promise<LambdaService> {
    if (this.#options.pacer !== undefined) return this.lambda();
    this.#traffic ??= this.#openLambda(this.#options.limits ?? TRAFFIC);
    return this.#traffic;
  }

  /** For Invoke: for as long as a function may run. */
  invocation(): Promise<LambdaService> {
    this.#invocation ??= this.#openLambda(INVOCATION);
    return this.#invocation;
  }

  logs(): Promise<LogsService> {
    this.#logs ??= this.#open(import('@aws-sdk/client-cloudwatch-logs'), (sdk, parts) =>
      parts.bound(new sdk.CloudWatchLogsClient(parts.config)),
    );
    return this.#logs;
  }

  cloudWatch(): Promise<CloudWatchService> {
    this.#cloudWatch ??= this.#open(import('@aws-sdk/client-cloudwatch'), (sdk, parts) =>
      parts.bound(new sdk.CloudWatchClient(parts.config)),
    );
    return this.#cloudWatch;
  }

  events(): Promise<EventsService> {
    this.#events ??= this.#open(import('@aws-sdk/client-eventbridge'), (sdk, parts) =>
      parts.bound(new sdk.EventBridgeClient(parts.config)),
    );
    return this.#events;
  }

  restApis(): Promise<RestApisService> {
    this.#restApis ??= this.#open(import('@aws-sdk/client-api-gateway'), (sdk, parts) =>
      parts.bound(new sdk.APIGatewayClient(parts.config)),
    );
    return this.#restApis;
  }

  apis(): Promise<ApisService> {
    this.#apis ??= this.#open(import('@aws-sdk/client-apigatewayv2'), (sdk, parts) =>
      parts.bound(new sdk.ApiGatewayV2Client(parts.config)),
    );
    return this.#apis;
  }

  cloudFormation(): Promise<CloudFormationService> {
    this.#cloudFormation ??= this.#open(import('@aws-sdk/client-cloudformation'), (sdk, parts) =>
      parts.bound(new sdk.CloudFormationClient(parts.config)),
    );
    return this.#cloudFormation;
  }

  ecr(): Promise<EcrService> {
    this.#ecr ??= this.#open(import('@aws-sdk/client-ecr'), (sdk, parts) =>
      parts.bound(new sdk.ECRClient(parts.config)),
    );
    return this.#ecr;
  }

  iam(): Promise<IamService> {
    this.#iam ??= this.#open(import('@aws-sdk/client-iam'), (sdk, parts) =>
      parts.bound(new sdk.IAMClient(parts.config)),
    );
    return this.#iam;
  }

  s3(): Promise<S3Service> {
    this.#s3 ??= this.#open(
      import('@aws-sdk/client-s3'),
      (sdk, {config, bound}) => bound(new sdk.S3Client({...config, forcePathStyle: usesPathStyle(config)})),
      STORAGE,
    );
    return this.#s3;
  }

  scheduler(): Promise<SchedulerService> {
    this.#scheduler ??= this.#open(
      import('@aws-sdk/client-scheduler'),
      (sdk, parts) => parts.bound(new sdk.SchedulerClient(parts.config)),
      this.#options.limits ?? TRAFFIC,
    );
    return this.#scheduler;
  }

  sfn(): Promise<SfnService> {
    this.#sfn ??= this.#open(import('@aws-sdk/client-sfn'), (sdk, parts) =>
      parts.bound(new sdk.SFNClient(parts.config)),
    );
    return this.#sfn;
  }

  signer(): Promise<SignerService> {
    this.#signer ??= this.#open(import('@aws-sdk/client-signer'), (sdk, parts) =>
      parts.bound(new sdk.SignerClient(parts.config)),
    );
    return this.#signer;
  }

  ssm(): Promise<SsmService> {
    this.#ssm ??= this.#open(import('@aws-sdk/client-ssm'), (sdk, parts) =>
      parts.bound(new sdk.SSMClient(parts.config)),
    );
    return this.#ssm;
  }

  sts(): Promise<StsService> {
    this.#sts ??= this.#open(import('@aws-sdk/client-sts'), (sdk, parts) =>
      parts.bound(new sdk.STSClient(parts.config)),
    );
    return this.#sts;
  }

  xray(): Promise<XRayService> {
    this.#xray ??= this.#open(import('@aws-sdk/client-xray'), (sdk, parts) =>
      parts.bound(new sdk.XRayClient(parts.config)),
    );
    return this.#xray;
  }

  /** The region every call goes to. Throws AwsError REGION_MISSING. */
  async region(): Promise<string> {
    const {client} = await this.sts();
    return callAws({action: 'sts:GetCallerIdentity', subject: 'the caller'}, () => client.config.region());
  }

  /** The credentials that a role is assumed with; those of every call where there is none. */
  get source(): AwsClients {
    return this.#source ?? this;
  }

  /** The credentials that the SDK has found, or of the role. Rejects with whatever the SDK says, or with AwsError. */
  async credentials() {
    const {client} = await this.sts();
    return client.config.credentials();
  }

  async #openLambda(limits: RequestLimits): Promise<LambdaService> {
    const {pacer} = this.#options;
    const service = await this.#open(
      import('@aws-sdk/client-lambda'),
      (sdk, parts) => parts.bound(new sdk.LambdaClient(parts.config)),
      limits,
    );
    if (pacer !== undefined) pace(service.client, pacer);
    return service;
  }

  async #open<Client, Sdk>(
    loading: Promise<Sdk>,
    create: (sdk: Sdk, parts: ReturnType<AwsClients['partsOf']>) => Client,
    limits = this.#ordinary(),
  ): Promise<Service<Client, Sdk>> {
    const [sdk, parts] = await Promise.all([loading, this.#parts(limits)]);
    const credentials = await this.#credentialsOfRole();
    return {client: create(sdk, {...parts, config: {...parts.config, ...(credentials && {credentials})}}), sdk};
  }

  async #parts(limits: RequestLimits) {
    const {clientParts} = await import('./http/client-parts.js');
    const {profile, pacer} = this.#options;
    const maxAttempts = pacer === undefined ? MOST_ATTEMPTS : MOST_PACED_ATTEMPTS;
    const endpoint = profile === undefined ? undefined : await this.#endpointOf(profile);
    return this.partsOf(clientParts({limits, maxAttempts, environment: process.env}), endpoint);
  }

  async #endpointOf(profile: string): Promise<string | undefined> {
    const {endpointOfProfile} = await import('./profiles.js');
    return endpointOfProfile(profile, process.env);
  }

  #credentialsOfRole(): Promise<Credentials> | undefined {
    const {role} = this.#options;
    const source = this.#source;
    if (role === undefined || source === undefined) return undefined;
    const limits = this.#options.limits ?? TRAFFIC;
    this.#roleCredentials ??= Promise.all([import('./assumed-role.js'), this.#parts(limits)]).then(
      ([{assumedRole}, {config}]) => assumedRole(role, () => source.credentials(), config),
    );
    return this.#roleCredentials;
  }

  #ordinary(): RequestLimits {
    return this.#options.limits ?? (this.#options.pacer === undefined ? ORDINARY : PACED);
  }

  private partsOf({config, bound}: ReturnType<typeof clientParts>, endpoint: string | undefined) {
    const {region = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION, profile} = this.#options;
    return {
      bound,
      config: {
        ...(region && {region}),
        ...(profile !== undefined && {profile}),
        ...(endpoint !== undefined && {endpoint}),
        ...config,
        logger: silence,
        userAgentAppId: 'lambda-release',
      },
    };
  }
}
