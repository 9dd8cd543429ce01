import type {RolloutOutcome} from '../../../src/lib/execute/rollout/outcome.js';
import {LEAST_LEASE_MS} from '../../../src/lib/model/rollout/lease.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import type {RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';
import {isWhole} from '../../fakes/whole.js';
import {aWorld, GOOD, Process, type Script, START_MS} from '../rollout/rollout-world.js';

export const LEASE = {role: 'arn:aws:iam::123456789012:role/lease', lengthMs: LEAST_LEASE_MS, required: true};
/** A lease, the rest of its minute, and the minute in which Scheduler fires. */
export const GIVEN_BACK_MS = LEAST_LEASE_MS + 120_000;

/** A process that rolls version 7 out by a lease, on a clock that outlives it. */
export function aLeasedProcess(traffic: Script = GOOD): Process {
  return new Process(aWorld(), new SimulatedClock(START_MS), traffic);
}

export function runLeased(process: Process, spec: Partial<RolloutSpec> = {}): Promise<RolloutOutcome> {
  return process.run({steps: parseSteps('5%:2m, 50%:2m'), watchMs: 60_000, lease: LEASE, ...spec});
}

/** With `LAMBDA_RELEASE_TEST=whole` every call; else those around a write, and every tenth of the others. */
const STRIDE = isWhole ? 1 : 10;

/** Calls of a leased rollout, by their index, at which something is to go wrong. */
export async function callsToTry(traffic: Script = GOOD): Promise<readonly number[]> {
  const healthy = aLeasedProcess(traffic);
  await runLeased(healthy);
  const {calls} = healthy.gate;
  const isNear = (index: number) =>
    calls.slice(Math.max(0, index - 1), index + 3).some((call) => /^(write|set|remove)/.test(call));
  return calls.map((_, index) => index).filter((index) => index % STRIDE === 0 || isNear(index));
}
