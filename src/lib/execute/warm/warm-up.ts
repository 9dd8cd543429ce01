import {AwsError} from '../../errors.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {parseReport} from '../../model/invoke/report-line.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import type {InvokeAnswer, InvokePort} from '../../ports/lambda/invoke.js';
import {type Candidate, candidateCall, logEnd} from '../rollout/candidate-call.js';
import type {StopCause} from '../rollout/outcome.js';

interface WarmDeps {
  readonly functions: FunctionsPort;
  readonly invoke: InvokePort;
  readonly clock: Clock;
  readonly events: EventSink;
}

type Settled = PromiseSettledResult<InvokeAnswer>;

/**
 * Calls the candidate at one time as often as asked, by its version, so that Lambda has as many environments of it before its
 * first caller: one environment answers one call at a time (Lambda Developer Guide, "Understanding Lambda function scaling").
 * Such calls are none of the alias's, whose metrics judge it. Returns why it is not fit when it fails one of them, or nothing.
 * What is throttled is only told: there is no room for it, and that says nothing about the candidate. Throws AwsError when AWS
 * does not carry out a call for another reason.
 */
export async function warmUp(deps: WarmDeps, tried: Candidate, signal?: AbortSignal): Promise<StopCause | undefined> {
  const {ref, candidate, checks} = tried;
  if (!checks?.warm) return undefined;
  const {calls, name, payload} = checks.warm;
  const request = {...(await candidateCall(deps, tried, signal)), payload};
  const startedMs = deps.clock.now();
  const settled = await Promise.allSettled(Array.from({length: calls}, () => deps.invoke.invoke(request, signal)));
  signal?.throwIfAborted();
  const {answers, throttled} = sorted(settled);
  const failed = answers.find(({functionError}) => functionError !== undefined);
  if (failed) {
    return {
      kind: 'smoke',
      message: `A call with ${name} to warm it failed (${failed.functionError}).${logEnd(failed)}`,
    };
  }
  if (throttled > 0) {
    deps.events.emit({
      type: 'warning',
      code: 'WARM_THROTTLED',
      message: `${formatAliasRef(ref)}: ${throttled} of ${calls} calls to warm version ${candidate} found no free concurrency; callers may have met the same. It goes on with fewer warm environments.`,
    });
  }
  const coldStarts = answers.filter(({logTail}) => parseReport(logTail)?.initMs !== undefined).length;
  const durationMs = deps.clock.now() - startedMs;
  deps.events.emit({type: 'warm.finished', ref, version: candidate, calls: answers.length, coldStarts, durationMs});
  return undefined;
}

/** Every call has ended by then: one that is refused takes none of the others with it. */
function sorted(settled: readonly Settled[]): {readonly answers: readonly InvokeAnswer[]; readonly throttled: number} {
  const answers: InvokeAnswer[] = [];
  let throttled = 0;
  for (const each of settled) {
    if (each.status === 'fulfilled') answers.push(each.value);
    else if (each.reason instanceof AwsError && each.reason.code === 'THROTTLED') throttled += 1;
    else throw each.reason;
  }
  return {answers, throttled};
}
