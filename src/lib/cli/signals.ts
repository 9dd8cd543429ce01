import {InterruptedError, ReleaseError} from '../errors.js';

const HANDLED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const EXIT = {SIGINT: 130, SIGTERM: 143} as const;

interface SignalOptions {
  /** What a second signal leaves behind, in a sentence with the command that repairs it. */
  readonly whatIsLeft?: () => string | undefined;
}

/**
 * Runs `work` with a signal that SIGINT and SIGTERM abort; what happens then is the work's policy. The signal's reason is an
 * InterruptedError whose `signal` says which it was; work that has no policy just ends with it, and since such work moves no
 * traffic it says "untouched". A second signal prints what is left and exits at once, with 130 or 143. A closed terminal
 * (SIGHUP) counts as SIGTERM. The handlers are removed afterwards.
 */
export async function withSignals<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  {whatIsLeft}: SignalOptions = {},
): Promise<Result> {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    const signal = name === 'SIGINT' ? 'SIGINT' : 'SIGTERM';
    if (controller.signal.aborted) {
      process.stderr.write(`\n${whatIsLeft?.() ?? 'Ended at once, in the middle of the work.'}\n`);
      process.exit(EXIT[signal]);
    }
    controller.abort(interruption(signal));
  };
  for (const name of HANDLED) process.on(name, onSignal);
  try {
    return await work(controller.signal);
  } catch (error) {
    // The SDK throws an AbortError of its own for a request that was cut off.
    throw controller.signal.aborted && !(error instanceof ReleaseError) ? controller.signal.reason : error;
  } finally {
    for (const name of HANDLED) process.off(name, onSignal);
  }
}

function interruption(signal: 'SIGINT' | 'SIGTERM'): InterruptedError {
  return new InterruptedError(signal, `Ended by ${signal}.`, {
    code: 'INTERRUPTED',
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
