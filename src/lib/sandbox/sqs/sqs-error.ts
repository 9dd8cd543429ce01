/** A refusal in SQS's words: `shape` of the JSON protocol, `code` of the query protocol, which SDKs still report. */
export class SqsError extends Error {
  readonly shape: string;
  readonly code: string;

  constructor(shape: string, message: string, code = shape) {
    super(message);
    this.shape = shape;
    this.code = code;
  }
}

export function noSuchQueue(): SqsError {
  return new SqsError(
    'QueueDoesNotExist',
    'The specified queue does not exist.',
    'AWS.SimpleQueueService.NonExistentQueue',
  );
}
