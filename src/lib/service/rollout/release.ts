import type {Session} from '../session.js';

/** A release that was planned, and how to carry it out. */
export interface Proposal<Result> {
  /** The plan for people: it says more than the result of a dry run. */
  readonly planText: string;
  /** Asked before it is carried out; without one there is nothing to agree to, and the plan is only shown. */
  readonly question?: string;
  /** The result when it ends with the plan. */
  readonly planned: Result;
  readonly carryOut: () => Promise<Result>;
}

/** The result of a release, with its plan for people. */
export interface Released<Result> {
  readonly result: Result;
  readonly planText: string;
}

/** What every release does with its plan: shows it, asks, and carries it out; a dry run ends before that. */
export async function release<Result>(
  {host}: Session,
  {planText, question, planned, carryOut}: Proposal<Result>,
  dryRun: boolean,
  signal: AbortSignal,
): Promise<Released<Result>> {
  if (dryRun) return {planText, result: planned};
  if (question === undefined) {
    await host.show(planText);
  } else {
    await host.showPlan(planText);
    await host.confirm(question, signal);
  }
  return {planText, result: await carryOut()};
}
