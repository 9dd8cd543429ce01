/** A parameter that people read and write; of a secret one there is no value. */
export type PlainParameter = {readonly kind: 'plain'; readonly value: string} | {readonly kind: 'secret'};

/** Parameters of SSM Parameter Store. What is decrypted is secret: never emit, print or log it. Throws AwsError. */
export interface ParametersPort {
  /** What is written in plain; `undefined` when AWS does not know it. */
  getPlain(name: string, signal?: AbortSignal): Promise<PlainParameter | undefined>;
  /** Values of secrets by the names asked for, decrypted; a name that AWS does not know has no entry. */
  getParameters(names: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
}
