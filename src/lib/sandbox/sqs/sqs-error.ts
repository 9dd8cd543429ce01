import {JsonServiceError} from '../json-service.js';

/** A refusal in SQS's words: `shape` of the JSON protocol, `code` of the query protocol, which SDKs still report. */
export class SqsError extends JsonServiceError {
  constructor(shape: string, message: string, code = shape) {
    super(`com.amazonaws.sqs#${shape}`, message, {'x-amzn-query-error': `${code};Sender`});
  }
}

export function noSuchQueue(): SqsError {
  return new SqsError(
    'QueueDoesNotExist',
    'The specified queue does not exist.',
    'AWS.SimpleQueueService.NonExistentQueue',
  );
}
