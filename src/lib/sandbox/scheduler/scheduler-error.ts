import type {SandboxResponse} from '../service.js';

/** An error answer of EventBridge Scheduler, by its name in the model. */
export class SchedulerError extends Error {
  readonly status: number;
  readonly shape: string;

  constructor(status: number, shape: string, message: string) {
    super(message);
    this.status = status;
    this.shape = shape;
  }

  /** REST-JSON: the name travels in a header. */
  toResponse(): SandboxResponse {
    return {
      status: this.status,
      headers: {'content-type': 'application/json', 'x-amzn-errortype': this.shape},
      body: JSON.stringify({Message: this.message}),
    };
  }
}

export const invalid = (message: string) => new SchedulerError(400, 'ValidationException', message);
export const conflict = (message: string) => new SchedulerError(409, 'ConflictException', message);
export const notFound = (what: string) =>
  new SchedulerError(404, 'ResourceNotFoundException', `${what} does not exist.`);
