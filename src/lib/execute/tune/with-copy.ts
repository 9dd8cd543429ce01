import {AwsError} from '../../errors.js';
import {messageOf} from '../../model/text/message-of.js';
import type {CopiesPort} from '../../ports/lambda/copies.js';
import type {NewFunction} from '../../ports/lambda/functions.js';
import {saidAws} from '../publish/race.js';
import {type UpdateWaitDeps, waitUntilUpdated} from '../publish/update-wait.js';

export interface CopyDeps extends UpdateWaitDeps {
  readonly copies: CopiesPort;
}

/** So often it is tried to take the copy away, each with the retries of the SDK. */
const TRIES = 3;
const PAUSE_MS = 2_000;

/**
 * Makes the copy, works with it when it takes calls, and takes it away whatever came of it, a signal included: from the first request on, for an
 * answer may be lost. A copy that stays costs nothing and serves nobody: it is a warning that names the command, not the loss of what was measured.
 */
export async function withCopy<Result>(
  deps: CopyDeps,
  copy: NewFunction & {readonly description: string},
  work: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  signal.throwIfAborted();
  let mayAppear = true;
  try {
    await create(deps, copy, signal);
    mayAppear = false;
    return await work();
  } catch (error) {
    mayAppear &&= !(error instanceof AwsError) || error.uncertain;
    throw error;
  } finally {
    await takeAway(deps, copy, mayAppear);
  }
}

async function create(
  {functions, ...deps}: CopyDeps,
  copy: NewFunction & {readonly description: string},
  signal: AbortSignal,
): Promise<void> {
  const {functionName, description} = copy;
  try {
    await functions.createFunction(copy, signal);
  } catch (error) {
    // The answer to an earlier attempt may have been lost.
    const isOurs = saidAws(error, 'FUNCTION_EXISTS') || (error instanceof AwsError && error.uncertain);
    const there = isOurs ? await functions.getFunction(functionName, undefined, signal) : undefined;
    if (there?.description !== description) throw error;
  }
  await waitUntilUpdated({functions, ...deps}, functionName, {}, signal);
}

/**
 * Only the copy of this run: another one may have been made under its name. One whose creation was not answered may not be there yet. Never
 * throws.
 */
async function takeAway(
  {functions, copies, clock, events}: CopyDeps,
  {functionName, description}: NewFunction & {readonly description: string},
  mayAppear: boolean,
): Promise<void> {
  let why: unknown;
  let isAwaited = mayAppear;
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await clock.sleep(PAUSE_MS);
    try {
      const there = await functions.getFunction(functionName);
      why = undefined;
      isAwaited &&= there === undefined;
      if (isAwaited) continue;
      if (there?.description === description) await copies.deleteCopy(functionName);
      return;
    } catch (error) {
      why = error;
    }
  }
  const what =
    why === undefined ? 'Nobody can tell whether the copy was made.' : `The copy is still there: ${messageOf(why)}`;
  events.emit({
    type: 'warning',
    code: 'TUNE_COPY_LEFT',
    message: `${what} It serves nobody and costs nothing. Take it away: aws lambda delete-function --function-name ${functionName}`,
  });
}
