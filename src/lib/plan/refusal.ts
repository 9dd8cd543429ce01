import {RefusedError} from '../errors.js';

/** A plan-time objection: nothing has been sent, and this is the way out. */
export interface Refusal {
  /** Stable, machine-readable name, SCREAMING_SNAKE_CASE. */
  readonly code: string;
  readonly message: string;
  readonly suggestions: readonly string[];
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Every objection in one error (exit 3), so that a person mends all of them at once. The first one gives the code. */
export function toRefusedError(refusals: readonly [Refusal, ...Refusal[]]): RefusedError {
  const [first] = refusals;
  return new RefusedError(refusals.map((refusal) => refusal.message).join('\n'), {
    code: first.code,
    suggestions: [...new Set(refusals.flatMap((refusal) => refusal.suggestions))],
    details: refusals.length === 1 ? (first.details ?? {}) : {refusals},
  });
}

/** Throws the refusals, all in one RefusedError (exit 3); returns when there are none. */
export function requireNoRefusals([first, ...rest]: readonly Refusal[]): void {
  if (first !== undefined) throw toRefusedError([first, ...rest]);
}

/** What planning comes to: something to carry out, or every objection at once. */
export type Planned<Plan> =
  | {readonly ok: true; readonly plan: Plan}
  | {readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]]};
