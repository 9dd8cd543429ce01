/** A CloudWatch error answer; becomes JSON, CBOR or XML at the edge. */
export class CloudWatchError extends Error {
  readonly status: number;
  /** The Query protocol's code, such as `ValidationError`. */
  readonly code: string;
  /** The exception's name in the JSON model, such as `InvalidParameterValueException`. */
  readonly shape: string;

  constructor(code: string, message: string, options: {readonly shape?: string; readonly status?: number} = {}) {
    super(message);
    this.code = code;
    this.shape = options.shape ?? code;
    this.status = options.status ?? 400;
  }
}

export function validationError(message: string): CloudWatchError {
  return new CloudWatchError('ValidationError', message, {shape: 'ValidationException'});
}

export function invalidParameterValue(message: string): CloudWatchError {
  return new CloudWatchError('InvalidParameterValue', message, {shape: 'InvalidParameterValueException'});
}

export function invalidParameterCombination(message: string): CloudWatchError {
  return new CloudWatchError('InvalidParameterCombination', message, {shape: 'InvalidParameterCombinationException'});
}

export function missingParameter(message: string): CloudWatchError {
  return new CloudWatchError('MissingParameter', message, {shape: 'MissingRequiredParameterException'});
}

export function invalidNextToken(): CloudWatchError {
  return new CloudWatchError('InvalidNextToken', 'The next token specified is invalid.');
}
