/** A name that CloudWatch Logs takes for a log group (its API reference, CreateLogGroup); those of `aws/` belong to AWS. */
export const LOG_GROUP_NAME = /^(?!aws\/)[\w./#-]{1,512}$/;
