/** One published (or $LATEST) version as the runtime needs it. */
export interface RunnableVersion {
  readonly functionName: string;
  /** Digits or `$LATEST`. */
  readonly version: string;
  readonly functionArn: string;
  readonly handler: string;
  readonly runtime: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Changes whenever code or configuration change: environments are pooled by it. */
  readonly revisionKey: string;
  readonly zip: Buffer;
  readonly layerZips: readonly Buffer[];
  readonly logGroup: string;
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
  readonly clientContext?: string;
  /** Reserved concurrency of the function; undefined = the account's unreserved pool. */
  readonly reserved: number | undefined;
}

export type InvocationResult =
  | {
      readonly kind: 'done';
      readonly payload: Buffer;
      /** `Unhandled` or `Handled` when the function failed. */
      readonly functionError?: string;
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
  /** Ends every child process. */
  close(): Promise<void>;
}
