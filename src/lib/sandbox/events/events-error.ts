/** An error answer of EventBridge, by its name in the model. */
export class EventsError extends Error {
  readonly shape: string;

  constructor(shape: string, message: string) {
    super(message);
    this.shape = shape;
  }
}

export function invalid(message: string): EventsError {
  return new EventsError('ValidationException', message);
}
