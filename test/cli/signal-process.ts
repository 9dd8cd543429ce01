import {withSignals} from '../../src/lib/cli/signals.js';

// Spawned by signals.test.ts: works until it is interrupted, then "restores" for as long as it is told.
const restoreMs = Number(process.argv[2]);
const ending = await withSignals(
  (signal) =>
    new Promise<string>((resolve) => {
      const keepAlive = setInterval(() => undefined, 1000);
      signal.addEventListener('abort', () => {
        process.stdout.write('restoring\n');
        setTimeout(() => {
          clearInterval(keepAlive);
          resolve(`restored after ${signal.reason.signal}`);
        }, restoreMs);
      });
      process.stdout.write('ready\n');
    }),
  {whatIsLeft: () => 'checkout:live still gives 5% to version 8: lambda-release rollout abort checkout:live'},
);
process.stdout.write(`${ending}, handlers left: ${process.listenerCount('SIGINT')}\n`);
