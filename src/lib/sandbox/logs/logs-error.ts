/** An error answer of CloudWatch Logs, by its name in the model. */
export class LogsError extends Error {
  readonly shape: string;

  constructor(shape: string, message: string) {
    super(message);
    this.shape = shape;
  }
}

export const invalidParameter = (message: string) => new LogsError('InvalidParameterException', message);
export const notFound = (message: string) => new LogsError('ResourceNotFoundException', message);
export const groupNotFound = () => notFound('The specified log group does not exist.');
export const streamNotFound = () => notFound('The specified log stream does not exist.');
export const alreadyExists = (message: string) => new LogsError('ResourceAlreadyExistsException', message);
