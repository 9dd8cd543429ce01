/** An error answer of CloudWatch Logs, by its name in the model. */
export class LogsError extends Error {
  readonly shape: string;

  constructor(shape: string, message: string) {
    super(message);
    this.shape = shape;
  }
}

export function invalidParameter(message: string): LogsError {
  return new LogsError('InvalidParameterException', message);
}

export function groupNotFound(): LogsError {
  return new LogsError('ResourceNotFoundException', 'The specified log group does not exist.');
}
