import {createHash} from 'node:crypto';
import {AwsError} from '../../src/lib/errors.js';
import type {AwsErrorCode} from '../../src/lib/ports/aws-error-code.js';
import type {Clock} from '../../src/lib/ports/clock.js';
import type {
  CodeSource,
  ConfigurationChange,
  FunctionConfiguration,
  FunctionsPort,
  NewFunction,
} from '../../src/lib/ports/lambda/functions.js';
import {aFunction} from './a-function.js';

type Method = keyof FunctionsPort;

/** AWS's error of that code, as the adapter would throw it. */
export function awsError(
  code: AwsErrorCode,
  {uncertain = false, ...details}: Record<string, unknown> & {readonly uncertain?: boolean} = {},
): AwsError {
  return new AwsError(`AWS said ${code}.`, {code, suggestions: ['Mend it.'], details, uncertain});
}

/** The SHA-256 of a zip as Lambda writes it. An S3 object's is what its key says, as everywhere in these tests; an image's is its digest. */
export function shaOf(code: CodeSource): string {
  if (code.kind === 'image') return code.uri.replace(/^.*@sha256:/, '');
  return code.kind === 'inline' ? createHash('sha256').update(code.zip).digest('base64') : code.key;
}

/** The code as GetFunction tells of it. */
function codeOf(code: CodeSource): Pick<FunctionConfiguration, 'codeSha256' | 'imageDigest' | 'packageType'> {
  const codeSha256 = shaOf(code);
  if (code.kind !== 'image') return {codeSha256, packageType: 'Zip'};
  return {codeSha256, packageType: 'Image', imageDigest: `sha256:${codeSha256}`};
}

/** Lambda's functions in memory. Its rules and switches are in fake-functions.md. */
export class FakeFunctions implements FunctionsPort {
  readonly calls: Method[] = [];
  updateMs = 5_000;
  versionPendingMs = 0;
  #latest: FunctionConfiguration | undefined;
  /** What `$LATEST` becomes when the update under way ends. */
  #ending: {readonly atMs: number; readonly result: FunctionConfiguration} | undefined;
  #published: {readonly version: FunctionConfiguration; readonly content: string; readonly activeAtMs: number}[] = [];
  #highest = 0;
  #revisions = 0;
  #failReason: string | undefined;
  readonly #clock: Clock;
  readonly #faults = new Map<Method, {error?: AwsError; lose?: boolean; before?: () => void}>();

  constructor(clock: Clock, latest?: FunctionConfiguration) {
    this.#clock = clock;
    this.#latest = latest === undefined ? undefined : {...latest, revisionId: this.#nextRevision()};
  }

  failNext(method: Method, error: AwsError): void {
    this.#faults.set(method, {error});
  }

  loseNext(method: Method): void {
    this.#faults.set(method, {lose: true});
  }

  before(method: Method, action: () => void): void {
    this.#faults.set(method, {before: action});
  }

  failNextUpdate(reason: string): void {
    this.#failReason = reason;
  }

  /** What another writer does: changes `$LATEST` at once and moves its revision. */
  changeBehindOurBack(change: Partial<FunctionConfiguration>): void {
    this.#latest = {...this.#current(), ...change, revisionId: this.#nextRevision()};
  }

  /** Another writer's update, under way for `updateMs`. */
  startUpdateBehindOurBack(change: Partial<FunctionConfiguration> = {}): void {
    this.#startUpdate({...this.#current(), ...change});
  }

  /** A version as another run publishes it. */
  publishBehindOurBack(description: string): void {
    this.#publish(description);
  }

  async getFunction(_name: string, qualifier?: string): Promise<FunctionConfiguration | undefined> {
    return this.#call('getFunction', () => {
      if (qualifier === undefined || qualifier === '$LATEST') return this.#latest && this.#current();
      const found = this.#published.find(({version}) => version.version === qualifier);
      if (found === undefined) return undefined;
      return {...found.version, state: this.#clock.now() >= found.activeAtMs ? 'Active' : 'Pending'};
    });
  }

  async listNames(): Promise<readonly string[]> {
    return this.#call('listNames', () => (this.#latest ? [this.#latest.functionName] : []));
  }

  pollFunction(name: string, qualifier?: string): Promise<FunctionConfiguration | undefined> {
    return this.getFunction(name, qualifier);
  }

  async listVersions(): Promise<readonly FunctionConfiguration[]> {
    return this.#call('listVersions', () =>
      this.#published.map(({version: {state: _state, lastUpdateStatus: _status, ...listed}}) => listed),
    );
  }

  async createFunction(input: NewFunction): Promise<FunctionConfiguration> {
    return this.#call('createFunction', () => {
      if (this.#latest !== undefined) throw awsError('FUNCTION_EXISTS');
      const {code, ...configuration} = input;
      const created = aFunction({...configuration, ...codeOf(code), revisionId: this.#nextRevision()});
      this.#latest = {...created, state: 'Pending'};
      this.#ending = {atMs: this.#clock.now() + this.updateMs, result: created};
      return this.#latest;
    });
  }

  async updateCode(input: {
    readonly code: CodeSource;
    readonly architecture: string;
    readonly revisionId: string;
  }): Promise<FunctionConfiguration> {
    return this.#call('updateCode', () => {
      const latest = this.#writable(input.revisionId);
      return this.#startUpdate({...latest, ...codeOf(input.code), architecture: input.architecture});
    });
  }

  async updateConfiguration(input: {
    readonly change: ConfigurationChange;
    readonly revisionId: string;
  }): Promise<FunctionConfiguration> {
    return this.#call('updateConfiguration', () =>
      this.#startUpdate({...this.#writable(input.revisionId), ...input.change}),
    );
  }

  async publishVersion(input: {
    readonly codeSha256: string;
    readonly revisionId: string;
    readonly description: string;
  }): Promise<FunctionConfiguration> {
    return this.#call('publishVersion', () => {
      const latest = this.#writable(input.revisionId);
      if (latest.codeSha256 !== input.codeSha256) throw awsError('CODE_SHA_MISMATCH');
      return this.#publish(input.description);
    });
  }

  #publish(description: string): FunctionConfiguration {
    const latest = this.#current();
    const content = contentOf(latest);
    const last = this.#published.at(-1);
    if (last?.content === content) return last.version;
    this.#highest += 1;
    const version = String(this.#highest);
    const activeAtMs = this.#clock.now() + this.versionPendingMs;
    const state = this.versionPendingMs > 0 ? 'Pending' : 'Active';
    const published = {
      ...latest,
      version,
      description,
      state,
      arn: `${latest.arn}:${version}`,
      revisionId: `v${version}`,
    };
    this.#published.push({version: published, content, activeAtMs});
    this.#latest = {...latest, revisionId: this.#nextRevision()};
    return published;
  }

  #startUpdate(next: FunctionConfiguration): FunctionConfiguration {
    const before = this.#current();
    const reason = this.#failReason;
    this.#failReason = undefined;
    const result =
      reason === undefined
        ? {...next, lastUpdateStatus: 'Successful'}
        : {...before, lastUpdateStatus: 'Failed', lastUpdateReason: reason};
    this.#ending = {atMs: this.#clock.now() + this.updateMs, result};
    this.#latest = {...next, lastUpdateStatus: 'InProgress', revisionId: this.#nextRevision()};
    return this.#latest;
  }

  /** `$LATEST` as it is now: an update whose time has come has ended, with a revision id of its own. */
  #current(): FunctionConfiguration {
    if (this.#ending !== undefined && this.#clock.now() >= this.#ending.atMs) {
      this.#latest = {...this.#ending.result, revisionId: this.#nextRevision()};
      this.#ending = undefined;
    }
    if (this.#latest === undefined) throw new Error('The fake holds no function.');
    return this.#latest;
  }

  #writable(revisionId: string): FunctionConfiguration {
    const latest = this.#current();
    if (this.#ending !== undefined) throw awsError('UPDATE_IN_PROGRESS');
    if (latest.revisionId !== revisionId) throw awsError('PRECONDITION_FAILED');
    return latest;
  }

  async #call<T>(method: Method, run: () => T): Promise<T> {
    const fault = this.#faults.get(method);
    this.#faults.delete(method);
    fault?.before?.();
    this.calls.push(method);
    if (fault?.error !== undefined) throw fault.error;
    if (fault?.lose !== true) return run();
    run();
    return run();
  }

  #nextRevision(): string {
    this.#revisions += 1;
    return `rev-${this.#revisions}`;
  }
}

/** What makes a version: everything but the identity of `$LATEST` and the state of its updates. */
function contentOf(configuration: FunctionConfiguration): string {
  const {
    revisionId: _revision,
    state: _state,
    lastUpdateStatus: _status,
    lastUpdateReason: _reason,
    ...content
  } = configuration;
  return JSON.stringify(content);
}
