/** Something doctor has to say. */
export interface Finding {
  /** `stop`: a release would end there. `warning`: it would go on, but not as one may think. `ok`: looked at and well. */
  readonly level: 'ok' | 'warning' | 'stop';
  /** Stable, machine-readable name, SCREAMING_SNAKE_CASE. */
  readonly code: string;
  /** `caller`, `clock`, `permissions`, or a function with its alias. */
  readonly subject: string;
  readonly message: string;
  readonly suggestions: readonly string[];
}
