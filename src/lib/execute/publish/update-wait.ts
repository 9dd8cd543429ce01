import {AwsError} from '../../errors.js';
import type {Version} from '../../model/versions/version.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {FunctionConfiguration, FunctionsPort} from '../../ports/lambda/functions.js';
import {pollPauseMs} from '../poll-pause.js';

export interface UpdateWaitDeps {
  readonly functions: FunctionsPort;
  readonly clock: Clock;
  readonly events: EventSink;
}

/** Lambda's own waiters give an update five minutes; functions in a VPC have been seen to need more. */
export const UPDATE_DEADLINE_MS = 10 * 60_000;
/** AWS's waiter PublishedVersionActive: 312 polls of 5 s, because SnapStart initialises and takes a snapshot. */
const VERSION_DEADLINE_MS = 26 * 60_000;
/** States from which a version does not become one that takes calls (Lambda API, State). */
const NEVER_CALLED: ReadonlySet<string> = new Set(['ActiveNonInvocable', 'Deactivating', 'Deactivated', 'Deleting']);
/** While nothing changes, this is how often it is said that it is being waited for. */
const SAY_EVERY_MS = 3_000;

/** How one read stands: done, still going, or broken for the reason given. */
type Standing = {readonly kind: 'done'} | {readonly kind: 'going' | 'broken'; readonly reason: string};

/**
 * Waits until `$LATEST` is Active and no update is under way, and returns it as it then is: its RevisionId moves by itself
 * when an update ends. Throws AwsError: UPDATE_FAILED (unless
 * `failedIsSettled`, before an update that mends it), FUNCTION_FAILED, UPDATE_TIMED_OUT, FUNCTION_NOT_FOUND.
 */
export function waitUntilUpdated(
  deps: UpdateWaitDeps,
  functionName: string,
  options: {readonly failedIsSettled?: boolean; readonly deadlineMs?: number},
  signal?: AbortSignal,
): Promise<FunctionConfiguration> {
  const {failedIsSettled = false, deadlineMs = deps.clock.now() + UPDATE_DEADLINE_MS} = options;
  return poll(deps, {functionName, deadlineMs, standing: (found) => updateStanding(found, failedIsSettled)}, signal);
}

/** Waits until a published version may be pointed at: Active. Throws AwsError VERSION_FAILED, VERSION_TIMED_OUT or FUNCTION_NOT_FOUND. */
export function waitUntilActive(
  deps: UpdateWaitDeps,
  functionName: string,
  version: Version,
  signal?: AbortSignal,
): Promise<FunctionConfiguration> {
  const deadlineMs = deps.clock.now() + VERSION_DEADLINE_MS;
  return poll(deps, {functionName, qualifier: version, deadlineMs, standing: versionStanding}, signal);
}

interface Poll {
  readonly functionName: string;
  readonly qualifier?: Version;
  readonly deadlineMs: number;
  readonly standing: (found: FunctionConfiguration) => Standing;
}

async function poll(deps: UpdateWaitDeps, what: Poll, signal?: AbortSignal): Promise<FunctionConfiguration> {
  const {functionName, qualifier, deadlineMs} = what;
  const name = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  const startedMs = deps.clock.now();
  let said: {readonly status: string; readonly atMs: number} | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const found = await deps.functions.pollFunction(functionName, qualifier, signal);
    if (found === undefined) {
      throw stopped('FUNCTION_NOT_FOUND', `${name} was deleted while it was being published.`, name);
    }
    const standing = what.standing(found);
    if (standing.kind === 'done') return found;
    if (standing.kind === 'broken') {
      const code =
        qualifier !== undefined ? 'VERSION_FAILED' : found.state === 'Failed' ? 'FUNCTION_FAILED' : 'UPDATE_FAILED';
      throw stopped(code, `${name} failed on AWS: ${standing.reason}`, name);
    }
    const elapsedMs = deps.clock.now() - startedMs;
    if (deps.clock.now() >= deadlineMs) {
      const code = qualifier === undefined ? 'UPDATE_TIMED_OUT' : 'VERSION_TIMED_OUT';
      throw stopped(
        code,
        `${name} is still not ready after ${Math.round(elapsedMs / 1000)} s: ${standing.reason}`,
        name,
      );
    }
    if (said?.status !== standing.reason || elapsedMs - said.atMs >= SAY_EVERY_MS) {
      said = {status: standing.reason, atMs: elapsedMs};
      deps.events.emit({type: 'update.waiting', functionName, status: standing.reason, elapsedMs});
    }
    await deps.clock.sleep(Math.min(pollPauseMs(elapsedMs), deadlineMs - deps.clock.now()), signal);
  }
}

function updateStanding(found: FunctionConfiguration, failedIsSettled: boolean): Standing {
  if (found.state === 'Failed') return {kind: 'broken', reason: found.stateReason ?? 'AWS gives no reason.'};
  if (found.state === 'Pending') return {kind: 'going', reason: 'Pending'};
  if (found.lastUpdateStatus === 'InProgress') return {kind: 'going', reason: 'InProgress'};
  if (found.lastUpdateStatus === 'Failed' && !failedIsSettled) {
    return {kind: 'broken', reason: found.lastUpdateReason ?? 'AWS gives no reason.'};
  }
  // Inactive, or a state AWS has added since: no update is running, so another one can start.
  return {kind: 'done'};
}

/** Only Active will do: traffic is to be sent there. A state AWS has added since is waited for until the deadline. */
function versionStanding(found: FunctionConfiguration): Standing {
  if (found.state === 'Active') return {kind: 'done'};
  if (found.state === 'Failed') return {kind: 'broken', reason: found.stateReason ?? 'AWS gives no reason.'};
  if (NEVER_CALLED.has(found.state ?? ''))
    return {kind: 'broken', reason: found.stateReason ?? `it is ${found.state}.`};
  const state = found.state ?? 'no state yet';
  return {kind: 'going', reason: found.takesSnapshots ? `${state}, AWS takes its SnapStart snapshot` : state};
}

function stopped(code: string, message: string, subject: string): AwsError {
  return new AwsError(message, {
    code,
    suggestions: [
      `See what AWS says: aws lambda get-function-configuration --function-name ${subject}`,
      'Mend the cause and run the command again: it goes on from what is there.',
    ],
  });
}
