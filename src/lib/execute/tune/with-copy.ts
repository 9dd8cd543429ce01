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
  try {
    signal.throwIfAborted();
    await create(deps, copy, signal);
    return await work();
  } finally {
    await takeAway(deps, copy);
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

/** Only the copy of this run: another one may have been made under its name. Never throws. */
async function takeAway(
  {functions, copies, clock, events}: CopyDeps,
  {functionName, description}: NewFunction & {readonly description: string},
): Promise<void> {
  let why: unknown;
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await clock.sleep(PAUSE_MS);
    try {
      const there = await functions.getFunction(functionName);
      if (there?.description === description) await copies.deleteCopy(functionName);
      return;
    } catch (error) {
      why = error;
    }
  }
  events.emit({
    type: 'warning',
    code: 'TUNE_COPY_LEFT',
    message: `The copy is still there: ${messageOf(why)} It serves nobody and costs nothing. Take it away: aws lambda delete-function --function-name ${functionName}`,
  });
}
