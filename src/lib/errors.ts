/**
 * What state the function's callers are in when a command ends; `mixed` of several functions that are in different ones, each
 * named in the message.
 */
export type TrafficState = 'as asked' | 'untouched' | 'restored' | 'held' | 'not restored' | 'mixed' | 'unknown';

interface ExitMeaning {
  readonly meaning: string;
  readonly traffic: string;
}

/** Every exit code and what it promises. Help, docs and tests are made from this table. */
export const EXIT_CODES = {
  0: {meaning: 'done, or nothing to do', traffic: 'as asked'},
  1: {meaning: 'a bug of lambda-release', traffic: 'unknown'},
  2: {meaning: 'usage or release file', traffic: 'untouched'},
  3: {meaning: 'refused by a guard or a person', traffic: 'untouched'},
  4: {meaning: 'AWS said no before the first traffic write', traffic: 'untouched'},
  5: {
    meaning: 'rolled back: analysis, smoke test, alarm, AWS failure, or credentials about to end',
    traffic: 'restored to stable; functions released before stay, and are named',
  },
  6: {
    meaning: 'not restored, or taken over by somebody else',
    traffic: 'needs a person; the command to run is printed',
  },
  7: {
    meaning: 'held or undecided, a wait ran out, or only some of several functions were released',
    traffic: 'what was begun is still in place',
  },
  8: {meaning: 'the invoked function answered with an error', traffic: 'untouched'},
  9: {meaning: 'compared, and different', traffic: 'untouched'},
  130: {
    meaning: 'interrupted (SIGINT)',
    traffic:
      'restored, or held as asked; a single tick leaves its rollout to the next one; functions released before stay, and are named',
  },
  143: {
    meaning: 'terminated (SIGTERM)',
    traffic:
      'restored, or held as asked; a single tick leaves its rollout to the next one; functions released before stay, and are named',
  },
} as const satisfies Record<number, ExitMeaning>;

export type ExitCode = keyof typeof EXIT_CODES;

interface ReleaseErrorOptions {
  /** Stable, machine-readable name, SCREAMING_SNAKE_CASE. */
  readonly code: string;
  /** Ways out, each a sentence or a command that can be run as printed. Of exit 6, exactly one is a bare command. */
  readonly suggestions: readonly string[];
  /** Facts for `--json`. Never environment values, presigned URLs or credentials. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly traffic?: TrafficState;
  readonly cause?: unknown;
}

/** Base of everything this tool throws on purpose. Carries exit code, ways out and the traffic state. */
export abstract class ReleaseError extends Error {
  abstract readonly exitCode: ExitCode;
  readonly code: string;
  readonly suggestions: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
  readonly traffic: TrafficState;

  constructor(message: string, options: ReleaseErrorOptions) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause});
    this.name = new.target.name;
    this.code = options.code;
    this.suggestions = options.suggestions;
    this.details = options.details ?? {};
    this.traffic = options.traffic ?? 'untouched';
  }
}

/** Exit 2: what was typed or written in the release file cannot be understood. */
export class UsageError extends ReleaseError {
  readonly exitCode = 2;
}

/** Exit 3: a guard refused before the first write, or a person declined. */
export class RefusedError extends ReleaseError {
  readonly exitCode = 3;
}

interface AwsErrorOptions extends ReleaseErrorOptions {
  readonly uncertain?: boolean;
}

/** Exit 4: AWS said no, and no traffic had been moved yet. */
export class AwsError extends ReleaseError {
  readonly exitCode = 4;
  /**
   * Whether the request may have been carried out all the same: the answer to one of its attempts was lost, whatever the
   * last attempt said. Only a read tells.
   */
  readonly uncertain: boolean;

  constructor(message: string, options: AwsErrorOptions) {
    super(message, options);
    this.uncertain = options.uncertain ?? false;
  }
}

/** Exit 5: traffic was moved and has been given back to stable. */
export class RolledBackError extends ReleaseError {
  readonly exitCode = 5;
}

/** Exit 6: traffic is not where it should be, or somebody else owns the alias now. */
export class NotRestoredError extends ReleaseError {
  readonly exitCode = 6;
}

/** Exit 7: what was begun waits for a person, or time ran out; it is still in place, and `traffic` says where. */
export class HeldError extends ReleaseError {
  readonly exitCode = 7;
}

/** Exit 8: the function that was invoked answered with an error. */
export class FunctionFailedError extends ReleaseError {
  readonly exitCode = 8;
}

/** Exit 130 or 143: a signal ended the command; `traffic` says how it left the alias. */
export class InterruptedError extends ReleaseError {
  readonly exitCode: 130 | 143;
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM', message: string, options: ReleaseErrorOptions) {
    super(message, options);
    this.signal = signal;
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}
