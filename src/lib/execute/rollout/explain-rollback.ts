import type {FailedTrace} from '../../model/failed-trace.js';
import type {FailureCause} from '../../model/failure-cause.js';
import type {AliasRef} from '../../model/function/ref.js';
import {messageOf} from '../../model/text/message-of.js';
import type {Version} from '../../model/versions/version.js';
import {observeFailedTraces} from '../../observe/logs/failed-traces.js';
import {observeFailureCauses} from '../../observe/logs/failure-causes.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import {Deadline} from '../alias/deadline.js';
import type {OnceDeps} from './deps.js';

/** All reads of one kind count as one call for the deadline, which gives a call fifteen seconds. */
const READ_MS = 20_000;

/** Why a candidate failed, of its own telling; absent what was not asked or could not be read. */
export interface Explanation {
  readonly failureCauses?: readonly FailureCause[] | undefined;
  readonly failedTraces?: readonly FailedTrace[] | undefined;
}

interface About {
  readonly ref: AliasRef;
  readonly candidate: Version;
  readonly sinceMs: number;
}

/**
 * What the candidate's own logs and traces say of its failures since the rollout began. Asked after stable has its traffic
 * back, and for some seconds at the most: an explanation never delays or hides a rollback, and is never evidence. What
 * cannot be read is a warning, and a person who has sent a signal does not wait for it: both leave it out.
 */
export async function explainRollback(deps: OnceDeps, about: About, interrupt: AbortSignal): Promise<Explanation> {
  if (interrupt.aborted) return {};
  const {ref, candidate, sinceMs} = about;
  const deadline = new Deadline({clock: deps.clock, budgetMs: READ_MS, interrupt});
  const told = async <Value>(what: string, code: string, read: (signal: AbortSignal) => Promise<Value>) => {
    try {
      return await deadline.call(read);
    } catch (error) {
      const message = `The ${what} of version ${candidate} could not be read for what failed in it: ${messageOf(error)}`;
      deps.events.emit({type: 'warning', code, message});
      return undefined;
    }
  };
  try {
    const version = await told('logs', 'FAILURES_UNREAD', (signal) => configurationOf(deps, about, signal));
    if (!version) return {};
    const [configuration] = version;
    if (!configuration) return {failureCauses: []};
    const window = {fromMs: sinceMs, toMs: deps.clock.now()};
    const {traces} = deps;
    const [failureCauses, failedTraces] = await Promise.all([
      told('logs', 'FAILURES_UNREAD', (signal) => observeFailureCauses(deps, configuration, window, signal)),
      traces && configuration.tracingMode === 'Active'
        ? told('traces', 'TRACES_UNREAD', (signal) => observeFailedTraces({traces}, configuration, window, signal))
        : undefined,
    ]);
    const [causes, found] = [failureCauses ?? [], failedTraces ?? []];
    if (causes.length > 0 || found.length > 0) {
      const also = found.length > 0 && {traces: found};
      deps.events.emit({type: 'failures.found', ref, version: candidate, causes, ...also});
    }
    return {failureCauses, failedTraces};
  } finally {
    deadline.dispose();
  }
}

/** None when the version is not there any more. */
async function configurationOf(
  {functions}: OnceDeps,
  {ref, candidate}: About,
  signal: AbortSignal,
): Promise<readonly FunctionConfiguration[]> {
  const configuration = await functions.getFunction(ref.functionName, candidate, signal);
  return configuration === undefined ? [] : [configuration];
}
