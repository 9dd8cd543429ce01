/** A JSONata expression, as a state machine has it. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/** One state as Amazon States Language writes it. */
export type State = Readonly<Record<string, unknown>>;

/** Errors by name, and how often to try again after them. */
interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
  readonly [rule: string]: unknown;
}

/** Tried again at once a second, then ever more slowly: at random, so that many executions do not come at once. */
export function retry(
  errors: readonly string[],
  {
    attempts,
    fromSeconds,
    mostSeconds,
  }: {readonly attempts: number; readonly fromSeconds: number; readonly mostSeconds: number},
): Retrier {
  return {
    ErrorEquals: errors,
    IntervalSeconds: fromSeconds,
    BackoffRate: 2,
    MaxAttempts: attempts,
    MaxDelaySeconds: mostSeconds,
    JitterStrategy: 'FULL',
  };
}

/** Errors after which the same would only fail again. */
export function never(...errors: readonly string[]): Retrier {
  return {ErrorEquals: errors, MaxAttempts: 0};
}
