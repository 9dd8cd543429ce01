import {type ExitCode, ReleaseError} from '../errors.js';
import type {ReachedPlace} from '../model/place.js';
import {wayOutIn} from '../plan/in-place.js';

/** What is worst for callers first. */
const WORST: readonly ExitCode[] = [6, 1, 5, 7, 4, 3];

/** The errors of several functions, the worst first. */
export function worstFirst(errors: readonly ReleaseError[]): readonly ReleaseError[] {
  return [...errors].sort((one, other) => rank(one) - rank(other));
}

function rank({exitCode}: ReleaseError): number {
  const index = WORST.indexOf(exitCode);
  return index < 0 ? WORST.length : index;
}

/** What else is known of a command that was about several functions. */
interface Others {
  /** Whether traffic or a setting of another one was changed, or is in another state than the error says. */
  readonly differ: boolean;
  /** Told behind the message. */
  readonly message?: string;
  readonly suggestions?: readonly string[];
  /** That of the worst one, where there are several. */
  readonly place?: ReachedPlace | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * The error that ends a command about several functions: the worst one, with an exit code and a traffic state that are true of
 * all of them. Where others were moved "untouched" would be a lie, so what ended with 3 or 4 ends with 7: something is in place, and a
 * person has to decide how to go on.
 */
export function errorOfSeveral(worst: ReleaseError, others: Others): ReleaseError {
  return new SeveralError(worst, others);
}

class SeveralError extends ReleaseError {
  readonly exitCode: ExitCode;

  constructor(worst: ReleaseError, {differ, message, suggestions = [], place, details}: Others) {
    super(message === undefined ? worst.message : `${worst.message}\n${message}`, {
      code: worst.code,
      suggestions: [...worst.suggestions.map((wayOut) => wayOutIn(place, wayOut)), ...suggestions],
      details: {...worst.details, ...details},
      traffic: differ && worst.exitCode !== 6 ? 'mixed' : worst.traffic,
      cause: worst,
    });
    this.exitCode = differ && (worst.exitCode === 3 || worst.exitCode === 4) ? 7 : worst.exitCode;
  }
}
