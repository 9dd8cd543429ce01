import type {AliasRef} from '../../model/function/ref.js';
import type {SmokeTest} from '../../model/rollout/checks.js';
import {smokeFailure} from '../../plan/rollout/smoke-expectation.js';
import type {Clock} from '../../ports/clock.js';
import type {CommandsPort} from '../../ports/commands.js';
import type {EventSink} from '../../ports/events.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import type {InvokeAnswer, InvokePort} from '../../ports/lambda/invoke.js';
import {type Candidate, candidateCall, logEnd} from './candidate-call.js';
import type {StopCause} from './outcome.js';

export interface SmokeDeps {
  readonly functions: FunctionsPort;
  readonly invoke: InvokePort;
  readonly commands: CommandsPort;
  readonly clock: Clock;
  readonly events: EventSink;
}

const COMMAND_MS = 60_000;

/**
 * Sends every event to the candidate by its version, one after the other and each once, before any caller gets there.
 * Returns why the candidate is not fit, with the tail of its log, or nothing. Throws AwsError when AWS does not carry an
 * invocation out: that says nothing about the candidate.
 */
export async function smokeTest(
  deps: SmokeDeps,
  tried: Candidate,
  signal?: AbortSignal,
): Promise<StopCause | undefined> {
  const {ref, candidate, checks} = tried;
  if (!checks || checks.smoke.length === 0) return undefined;
  const call = await candidateCall(deps, tried, signal);
  for (const test of checks.smoke) {
    const startedMs = deps.clock.now();
    const answer = await deps.invoke.invoke({...call, payload: test.payload}, signal);
    const failure = smokeFailure(test.expect, answer) ?? (await commandFailure(deps, ref, test, answer, signal));
    if (failure !== undefined) {
      return {kind: 'smoke', message: `Smoke test ${test.name} failed: ${failure}.${logEnd(answer)}`};
    }
    const durationMs = deps.clock.now() - startedMs;
    deps.events.emit({type: 'smoke.passed', ref, version: candidate, name: test.name, durationMs});
  }
  return undefined;
}

async function commandFailure(
  {commands, events}: SmokeDeps,
  ref: AliasRef,
  {expect, folder}: SmokeTest,
  {payload}: InvokeAnswer,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const {command} = expect;
  if (command === undefined) return undefined;
  const onLine = (line: string) => events.emit({type: 'command.printed', ref, line});
  const request = {command, folder, environment: {}, input: payload, timeoutMs: COMMAND_MS, onLine};
  const {exitCode, timedOut} = await commands.run(request, signal);
  signal?.throwIfAborted();
  if (timedOut) return `"${command}" did not end within a minute`;
  return exitCode === 0 ? undefined : `"${command}" ended with ${exitCode}`;
}
