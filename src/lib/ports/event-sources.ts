/** An event source mapping: something Lambda polls on behalf of a function. */
export interface EventSource {
  readonly uuid: string;
  readonly functionName: string;
  /** Alias or version it invokes; absent when it is mapped to the bare function, which runs `$LATEST`. */
  readonly qualifier?: string;
  /** ARN of the queue, stream or topic; absent for sources that have none, such as self-managed Kafka. */
  readonly sourceArn?: string;
  /** `Enabled | Disabled | Creating | …`. */
  readonly state: string;
}

/** Event source mappings. Throws AwsError. */
export interface EventSourcesPort {
  /** All of the region: one list for any number of functions, and it cannot miss a mapping to an alias or a version. */
  listEventSources(signal?: AbortSignal): Promise<readonly EventSource[]>;
}
