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

/** Triggers of functions. Throws AwsError. */
export interface TriggersPort {
  /** Event sources that are enabled, URLs and permissions on the function without a qualifier; empty is the good answer. */
  listBypasses(functionName: string, signal?: AbortSignal): Promise<readonly Bypass[]>;
}
