/** What the answer of a smoke test has to be; a function error is never one. */
export interface SmokeExpectation {
  readonly statusCode?: number;
  /** Part of the answer: what is named here has to be there, what is not may be anything. */
  readonly json?: unknown;
  /** Exits with 0 when it likes the answer, which it gets on stdin. */
  readonly command?: string;
}

/** One event that the candidate has to answer before it gets any traffic. */
export interface SmokeTest {
  /** The file of the event, as it was named. */
  readonly name: string;
  /** JSON text. */
  readonly payload: string;
  readonly expect: SmokeExpectation;
  /** Absolute path; `expect.command` runs there. */
  readonly folder: string;
}

/** AWS's SDK opens 50 connections to Lambda at most, and calls that wait for one would not be side by side. */
export const MOST_WARM_CALLS = 50;

/** Calls of the candidate at one time, so that it has as many environments before its first caller. */
export interface WarmUp {
  readonly calls: number;
  /** The file of the event, as it was named. */
  readonly name: string;
  /** JSON text. */
  readonly payload: string;
}

/** When a rollout calls a command of its owner's. */
export const HOOK_MOMENTS = ['beforeShift', 'afterStep', 'beforePromote', 'afterRollback'] as const;
export type HookMoment = (typeof HOOK_MOMENTS)[number];

export interface Hook {
  readonly command: string;
  /** Absolute path of the folder it runs in. */
  readonly folder: string;
}

/** What a team adds to the judge. */
export interface RolloutChecks {
  readonly smoke: readonly SmokeTest[];
  readonly warm?: WarmUp;
  readonly hooks: Partial<Readonly<Record<HookMoment, Hook>>>;
}
