/** A text that is not what it should be. `way out` tells what would have been accepted. */
export class ParseError extends Error {
  readonly wayOut: string;

  constructor(message: string, wayOut: string) {
    super(message);
    this.name = 'ParseError';
    this.wayOut = wayOut;
  }
}
