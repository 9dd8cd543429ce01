import {setMaxListeners} from 'node:events';
import {InterruptedError, ReleaseError} from '../errors.js';

const HANDLED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/**
 * npm, npx and timeout hand on the signal that their whole process group has had already, a few milliseconds later, and a
 * key that is held down repeats: one person's one wish.
 */
const SAME_MS = 1_000;
/** From the end of the work until its result is written, with the record and whoever is notified told before. */
const ENDING_MS = 3_000;

interface SignalOptions {
  /** Traffic that is not where it was promised while the work is under way, with the command that takes it there. */
  readonly whatIsLeft?: () => ReleaseError | undefined;
}

/**
 * Runs `work` with a signal that SIGINT and SIGTERM abort; what happens then is the work's policy. The signal's reason is an
 * InterruptedError whose `signal` says which it was; work that has no policy just ends with it, and since such work moves no
 * traffic it says "untouched". A closed terminal (SIGHUP) counts as SIGTERM. The handlers are removed three seconds after the
 * end: a signal before that, handed on or meant for the work that has just ended, would end the process before its result is written.
 *
 * Signals less than a second apart are one. A second one ends work that has no traffic to give back, and lets a way back
 * that is under way go on; a third ends that too. What ends at once rejects with `whatIsLeft`, or an InterruptedError; the
 * caller says so and ends the process, for the work itself may still be running.
 */
export function withSignals<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  {whatIsLeft}: SignalOptions = {},
): Promise<Result> {
  const controller = new AbortController();
  // Calls that run side by side all listen to it: no leak, and no warning of Node's on a person's terminal.
  setMaxListeners(0, controller.signal);
  return new Promise<Result>((resolve, reject) => {
    let heard = 0;
    let lastMs = Number.NEGATIVE_INFINITY;
    let isOver = false;
    const onSignal = (name: NodeJS.Signals) => {
      const nowMs = performance.now();
      const isSame = nowMs - lastMs < SAME_MS;
      lastMs = nowMs;
      if (isSame || isOver) return;
      const signal = name === 'SIGINT' ? 'SIGINT' : 'SIGTERM';
      heard += 1;
      if (heard === 1) {
        controller.abort(interruption(signal));
        return;
      }
      const left = whatIsLeft?.();
      if (heard === 2 && left) {
        process.stderr.write('\nTraffic is being brought where it was promised; one more signal ends that at once.\n');
        return;
      }
      settle();
      reject(left ?? endedAtOnce(signal));
    };
    const settle = () => {
      isOver = true;
      const remove = () => {
        for (const name of HANDLED) process.off(name, onSignal);
      };
      setTimeout(remove, ENDING_MS).unref();
    };
    for (const name of HANDLED) process.on(name, onSignal);
    work(controller.signal).then(
      (result) => {
        settle();
        resolve(result);
      },
      (error: unknown) => {
        settle();
        // The SDK throws an AbortError of its own for a request that was cut off.
        reject(controller.signal.aborted && !(error instanceof ReleaseError) ? controller.signal.reason : error);
      },
    );
  });
}

function interruption(signal: 'SIGINT' | 'SIGTERM'): InterruptedError {
  return new InterruptedError(signal, `Ended by ${signal}.`, {
    code: 'INTERRUPTED',
    suggestions: ['Run the command again: it looks at what is there and goes on from it.'],
    details: {signal},
  });
}

function endedAtOnce(signal: 'SIGINT' | 'SIGTERM'): InterruptedError {
  return new InterruptedError(signal, `Ended at once by ${signal}, in the middle of the work.`, {
    code: 'ENDED_AT_ONCE',
    suggestions: ['Run the command again: it looks at what is there and goes on from it.'],
    details: {signal},
  });
}

/** Resolves when the signal comes: for commands that run until they are stopped. */
export function signalled(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), {once: true});
  });
}
