/** Tags of a function, by its unqualified ARN: versions and aliases have none. Every method throws AwsError. */
export interface TagsPort {
  listTags(functionArn: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** Sets these and leaves the others; AWS refuses it while the function is being updated. */
  setTags(functionArn: string, tags: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void>;
  /** A tag that is not there is no error. */
  removeTags(functionArn: string, names: readonly string[], signal?: AbortSignal): Promise<void>;
}
