/** What was asked of AWS, in the words of an error message. */
export interface AwsCall {
  /** IAM's name of the action: `lambda:UpdateAlias`. */
  readonly action: string;
  /** What it is about: `function checkout`, `alias checkout:live`, `bucket my-releases`. */
  readonly subject: string;
  /** Values that were part of the request and must not come back in a message. */
  readonly secrets?: readonly string[];
}
