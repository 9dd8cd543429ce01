/** Why a command's AbortSignal was aborted: `signal.reason`. */
export interface SignalReason {
  readonly signal: 'SIGINT' | 'SIGTERM';
}

type Name = NodeJS.Signals & ('SIGINT' | 'SIGTERM' | 'SIGHUP');

const HANDLED: readonly Name[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const EXIT = {SIGINT: 130, SIGTERM: 143} as const;

interface SignalOptions {
  /** What a second signal leaves behind, in a sentence with the command that repairs it. */
  readonly whatIsLeft?: () => string;
}

/**
 * Runs `work` with a signal that SIGINT and SIGTERM abort; what happens then is the work's policy. A second signal prints
 * what is left and exits at once, with 130 or 143. A closed terminal (SIGHUP) counts as SIGTERM. The handlers are
 * removed afterwards.
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
    controller.abort({signal} satisfies SignalReason);
  };
  for (const name of HANDLED) process.on(name, onSignal);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of HANDLED) process.off(name, onSignal);
  }
}
