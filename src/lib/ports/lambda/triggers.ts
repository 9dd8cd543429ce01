import type {AliasRef} from '../../model/function/ref.js';

/** An event source mapping: something Lambda polls on behalf of a function. */
export interface EventSource {
  readonly uuid: string;
  readonly functionName: string;
  /** Alias or version it invokes; absent when it is mapped to the bare function, which runs `$LATEST`. */
  readonly qualifier?: string;
  /** ARN of the queue, stream or topic; absent for sources that have none, such as self-managed Kafka. */
  readonly sourceArn?: string;
  /** False once it is off or on its way there: Disabling, Disabled, Deleting. */
  readonly isEnabled: boolean;
}

/** What calls a function without going through one of its aliases, and so never meets a rollout. */
export type Bypass =
  /** An event source (SQS, Kinesis, DynamoDB …) mapped to the bare function. */
  | {readonly kind: 'eventSource'; readonly source: string; readonly uuid: string}
  /** A function URL of the bare function. */
  | {readonly kind: 'functionUrl'; readonly authType: string}
  /** A statement of the bare function's resource policy that lets somebody invoke it. */
  | {
      readonly kind: 'permission';
      readonly principal: string;
      readonly sourceArn?: string;
      readonly statementId: string;
    };

/** Something that answers HTTP with what an alias returns: its function URL, an API or a load balancer that may invoke it. */
export interface HttpCaller {
  readonly kind: 'functionUrl' | 'apiGateway' | 'loadBalancer';
}

/** Triggers of functions. Throws AwsError. */
export interface TriggersPort {
  /** All of the region: one list for any number of functions, and it cannot miss a mapping to an alias or a version. */
  listEventSources(signal?: AbortSignal): Promise<readonly EventSource[]>;
  /** Enabled event sources, URLs and permissions on the function without a qualifier; empty is the good answer. */
  listBypasses(functionName: string, signal?: AbortSignal): Promise<readonly Bypass[]>;
  /** How the URL of the function without a qualifier lets callers in; absent when it has none. */
  urlAuthType(functionName: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Those that may call this alias, each kind once. */
  listHttpCallers(ref: AliasRef, signal?: AbortSignal): Promise<readonly HttpCaller[]>;
}
