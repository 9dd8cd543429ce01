import {AwsError, RefusedError} from '../../errors.js';
import {SECOND_MS} from '../../model/duration.js';
import {answerValue, errorText} from '../../model/invoke/answer-text.js';
import {parseReport} from '../../model/invoke/report-line.js';
import {type MeasuredSize, measuredSize, type TriedCall, type TriedSize} from '../../model/tune/tried-size.js';
import {mostCallsOf, type TunePlan} from '../../plan/tune/plan.js';
import type {InvokeAnswer, InvokePort} from '../../ports/lambda/invoke.js';
import {saidAws} from '../publish/race.js';
import {type UpdateWaitDeps, waitUntilUpdated} from '../publish/update-wait.js';

interface TryDeps extends UpdateWaitDeps {
  readonly invoke: InvokePort;
}

/** What every call of a size has in common. */
interface Tried {
  readonly plan: TunePlan;
  readonly memoryMb: number;
  readonly payloads: readonly string[];
}

/** A size is given this often before AWS's no is believed: its RevisionId moves by itself when an update ends. */
const WRITES = 4;
const MAY_PASS: ReadonlySet<string> = new Set(['PRECONDITION_FAILED', 'UPDATE_IN_PROGRESS']);
const THROTTLED_TRIES = 6;
const LONGEST_REASON = 300;

/** Why a size will not do, as a sentence. */
class SizeFails extends Error {}

/**
 * Gives the copy a size and calls it, the payloads in turn, until enough calls met a warm environment. One that the function fails with, runs
 * out of time with, or AWS refuses, is a failed size and no error. Throws AwsError, and RefusedError where calls do not say how long they took.
 */
export async function trySize(deps: TryDeps, tried: Tried, signal: AbortSignal): Promise<TriedSize> {
  const {memoryMb} = tried;
  try {
    await setMemory(deps, tried, signal);
    return await measure(deps, tried, signal);
  } catch (error) {
    if (error instanceof SizeFails) return {kind: 'failed', memoryMb, reason: error.message};
    throw error;
  }
}

async function setMemory(deps: TryDeps, {plan: {copy}, memoryMb}: Tried, signal: AbortSignal): Promise<void> {
  for (let write = 1; ; write++) {
    const {revisionId, ...latest} = await waitUntilUpdated(deps, copy, {}, signal);
    if (latest.memoryMb === memoryMb) return;
    try {
      await deps.functions.updateConfiguration({functionName: copy, change: {memoryMb}, revisionId}, signal);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.code === 'INVALID_REQUEST') throw new SizeFails(error.message);
      const mayPass = error.uncertain || MAY_PASS.has(error.code);
      if (!mayPass || write === WRITES) throw error;
    }
  }
}

async function measure(deps: TryDeps, tried: Tried, signal: AbortSignal): Promise<MeasuredSize> {
  const {plan, memoryMb} = tried;
  const {region, version, calls: wanted, parallel} = plan;
  const done: TriedCall[] = [];
  let begun = 0;
  let failure: unknown;
  const isEnough = () => done.filter(({initMs}) => initMs === undefined).length >= wanted;
  const caller = async () => {
    while (begun < mostCallsOf(plan) && !isEnough() && failure === undefined) {
      try {
        const call = await callOnce(deps, tried, begun++, signal);
        if (call) done.push(call);
      } catch (error) {
        failure ??= error;
      }
    }
  };
  await Promise.all(Array.from({length: parallel}, caller));
  if (failure !== undefined) throw failure;
  const {architecture, ephemeralStorageMb} = version;
  if (done.every(({initMs}) => initMs !== undefined))
    throw new SizeFails('Every call began an environment of its own.');
  return measuredSize({region, architecture, ephemeralStorageMb, memoryMb}, done);
}

async function callOnce(
  deps: TryDeps,
  tried: Tried,
  index: number,
  signal: AbortSignal,
): Promise<TriedCall | undefined> {
  const {plan, memoryMb, payloads} = tried;
  const {functionError, logTail, payload} = await answerTo(
    deps,
    tried,
    payloads[index % payloads.length] ?? '{}',
    signal,
  );
  if (functionError !== undefined)
    throw new SizeFails(
      `A call failed (${functionError}): ${errorText(answerValue(payload)).slice(0, LONGEST_REASON)}`,
    );
  const report = parseReport(logTail);
  if (report === undefined) {
    const {functionName, version} = plan.version;
    throw new RefusedError(
      `Calls of ${functionName}:${version} do not say how long they took: their logs have no REPORT line.`,
      {
        code: 'REPORT_MISSING',
        suggestions: ['Let Lambda log at level INFO: logging of the function, see docs/configuration.md.'],
      },
    );
  }
  // An environment of the size before may answer once more.
  return report.memoryMb === memoryMb ? report : undefined;
}

async function answerTo(
  {invoke, clock}: TryDeps,
  {plan: {copy, version}}: Tried,
  payload: string,
  signal: AbortSignal,
): Promise<InvokeAnswer> {
  const timeoutMs = version.timeoutSeconds * SECOND_MS;
  const secrets = Object.values(version.environment);
  for (let attempt = 1; ; attempt++) {
    try {
      return await invoke.invoke({functionName: copy, payload, timeoutMs, secrets}, signal);
    } catch (error) {
      if (saidAws(error, 'TIMEOUT')) throw new SizeFails(error.message);
      if (!saidAws(error, 'THROTTLED') || attempt === THROTTLED_TRIES) throw error;
      await clock.sleep(2 ** attempt * 500, signal);
    }
  }
}
