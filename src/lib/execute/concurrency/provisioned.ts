import {AwsError, HeldError} from '../../errors.js';
import {formatDuration} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {ProvisionPlan} from '../../plan/concurrency/provision.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {ProvisionedPort, ProvisionedState} from '../../ports/lambda/provisioned.js';
import {pollPauseMs} from '../poll-pause.js';

interface ProvisionDeps {
  readonly provisioned: ProvisionedPort;
  readonly clock: Clock;
  readonly events: EventSink;
}

/** AWS needs a minute or two before it begins, and up to ten for a few thousand; there is no waiter for it. */
const DEADLINE_MS = 20 * 60_000;
/** Nothing is allocated in the first seconds, and these reads share their quota with every write of the account. */
const SHORTEST_POLL_MS = 1_000;
/** While nothing changes, this is how often it is said that it is being waited for. */
const SAY_EVERY_MS = 5_000;

/**
 * Asks for provisioned concurrency or removes it, and, if told to, waits until AWS has it allocated; progress goes out as
 * heartbeats. Returns what AWS holds, `undefined` for none. Throws AwsError PROVISIONING_FAILED with AWS's reason, and
 * HeldError PROVISIONING_SLOW after 20 minutes: AWS goes on by itself.
 */
export async function provisionConcurrency(
  deps: ProvisionDeps,
  plan: ProvisionPlan,
  {wait}: {readonly wait: boolean},
  signal?: AbortSignal,
): Promise<ProvisionedState | undefined> {
  signal?.throwIfAborted();
  const {ref, wanted} = plan;
  if (wanted === undefined) {
    if (plan.changed) await deps.provisioned.deleteProvisioned(ref, signal);
    return undefined;
  }
  const state = plan.changed ? await deps.provisioned.putProvisioned(ref, wanted, signal) : plan.before;
  return wait ? waitUntilReady(deps, ref, state, signal) : state;
}

async function waitUntilReady(
  {provisioned, clock, events}: ProvisionDeps,
  ref: AliasRef,
  first: ProvisionedState | undefined,
  signal?: AbortSignal,
): Promise<ProvisionedState> {
  const name = formatAliasRef(ref);
  const startedMs = clock.now();
  let said: {readonly progress: string; readonly atMs: number} | undefined;
  for (let state = first; ; state = await provisioned.getProvisioned(ref, signal)) {
    if (!state) throw gone(ref);
    if (state.status === 'READY') return state;
    if (state.status === 'FAILED') throw failed(ref, state);
    const elapsedMs = clock.now() - startedMs;
    const progress = `${state.status}, ${state.allocated} of ${state.requested} allocated`;
    if (elapsedMs >= DEADLINE_MS) throw slow(ref, progress);
    if (said?.progress !== progress || elapsedMs - said.atMs >= SAY_EVERY_MS) {
      said = {progress, atMs: elapsedMs};
      events.emit({type: 'heartbeat', message: `${name}: ${progress}, ${formatDuration(elapsedMs)}`});
    }
    const pauseMs = Math.max(pollPauseMs(elapsedMs), SHORTEST_POLL_MS);
    await clock.sleep(Math.min(pauseMs, DEADLINE_MS - elapsedMs), signal);
    signal?.throwIfAborted();
  }
}

function failed(ref: AliasRef, {statusReason, requested, allocated}: ProvisionedState): AwsError {
  const name = formatAliasRef(ref);
  return new AwsError(`AWS could not provision ${name}: ${statusReason ?? 'it gives no reason.'}`, {
    code: 'PROVISIONING_FAILED',
    suggestions: [
      'See that the version initialises: its log group says what it does at start.',
      `Ask for less: lambda-release concurrency provision ${name} <number>`,
      `Or do without: lambda-release concurrency unprovision ${name}`,
    ],
    details: {requested, allocated, ...(statusReason !== undefined && {statusReason})},
  });
}

function slow(ref: AliasRef, progress: string): HeldError {
  const name = formatAliasRef(ref);
  return new HeldError(`${name} is still not ready after ${formatDuration(DEADLINE_MS)}: ${progress}.`, {
    code: 'PROVISIONING_SLOW',
    suggestions: ['AWS goes on by itself. Run the same command again to go on waiting; it sends nothing anew.'],
  });
}

function gone(ref: AliasRef): AwsError {
  return new AwsError(`The provisioned concurrency of ${formatAliasRef(ref)} was removed by somebody else.`, {
    code: 'PROVISIONING_GONE',
    suggestions: ['CloudTrail names who it was. Run the command again to ask for it anew.'],
  });
}
