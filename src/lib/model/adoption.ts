/** Something to write into a file of its owner's, or to take out of it. */
export interface Edit {
  readonly action: 'add' | 'remove';
  /** As the file has it: `resource "aws_lambda_alias" "live"`, `Resources.Checkout.Properties`. */
  readonly place: string;
  /** As they stand there; none for a place that goes as a whole. */
  readonly lines: readonly string[];
}

/** Edits that their owner deploys together, before the next ones. */
export interface Stage {
  /** What it does and what it leaves alone, in sentences. */
  readonly why: string;
  readonly edits: readonly Edit[];
  /** Lines of a shell. */
  readonly commands: readonly string[];
}
