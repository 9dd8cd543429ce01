/** One published (or $LATEST) version as the runtime needs it. */
export interface RunnableVersion {
  readonly functionName: string;
  /** Digits or `$LATEST`. */
  readonly version: string;
  readonly functionArn: string;
  readonly handler: string;
  readonly runtime: string;
  /** ARN of the runtime's own version. */
  readonly runtimeArn: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Changes whenever code or configuration change: environments are pooled by it. */
  readonly revisionKey: string;
  readonly zip: Buffer;
  readonly layerZips: readonly Buffer[];
  /** Tar archives of a container image, in place of the zips. */
  readonly imageLayers?: readonly Buffer[];
  readonly logGroup: string;
  /** `Text` or `JSON`, and the levels that belong to the latter. */
  readonly logging: {
    readonly LogFormat: string;
    readonly ApplicationLogLevel?: string;
    readonly SystemLogLevel?: string;
  };
}

/** What an invocation may use of the account's concurrency. */
export interface ConcurrencyOf {
  /** Reserved for the function; undefined = it shares the account's unreserved pool. */
  readonly reserved: number | undefined;
  /** Provisioned on what was invoked, and ready: `qualifier` tells one alias or version from another. */
  readonly provisioned: {readonly qualifier: string; readonly ready: number} | undefined;
  /** Provisioned on all aliases and versions of the function, ready or not: nothing else of it may use that. */
  readonly provisionedTotal: number;
}

/** What is known of a function when it is created or gets new code. */
export interface Candidate {
  readonly runtime: string;
  readonly zip: Buffer;
  readonly layerZips: readonly Buffer[];
}

export interface InvocationRequest {
  readonly target: RunnableVersion;
  /** The alias that routed here; absent for calls by version or bare name. */
  readonly alias?: string;
  /** `fn`, `fn:alias` or `fn:7`: the Resource dimension. */
  readonly resource: string;
  readonly invokedArn: string;
  readonly payload: Buffer;
  readonly requestId: string;
  /** JSON, as the handler gets it. */
  readonly clientContext?: string;
  /** X-Ray header of the caller. */
  readonly traceId?: string;
  readonly concurrency: ConcurrencyOf;
  /** Hears a streamed answer piece by piece, as the handler writes it; the result has all of it once more. */
  readonly onChunk?: OnChunk;
}

export type OnChunk = (chunk: Buffer, contentType: string) => void;

export type InvocationResult =
  | {
      readonly kind: 'done';
      readonly payload: Buffer;
      /** `Unhandled` or `Handled` when the function failed. */
      readonly functionError?: string;
      /** Of an answer that the handler streamed. */
      readonly contentType?: string;
      /** Last 4 KB of the log, plain text. */
      readonly logTail: string;
    }
  | {
      readonly kind: 'throttled';
      readonly reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded';
    };

/** Runs handler code, keeps the concurrency limits, writes metrics and logs. Implemented in runtime/. */
export interface Invoker {
  invoke(request: InvocationRequest): Promise<InvocationResult>;
  /** Why such a function cannot run on this machine, as the end of a sentence; undefined when it can. */
  whyNot(candidate: Candidate): Promise<string | undefined>;
  /** Ends every child process. */
  close(): Promise<void>;
}
