/** An error answer of ECR, by its name in the model. */
export class EcrError extends Error {
  readonly shape: string;

  constructor(shape: string, message: string) {
    super(message);
    this.shape = shape;
  }
}
