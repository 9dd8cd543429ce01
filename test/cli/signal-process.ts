import {setTimeout as sleep} from 'node:timers/promises';
import {failureOf} from '../../src/lib/cli/failure-of.js';
import {withSignals} from '../../src/lib/cli/signals.js';
import {NotRestoredError} from '../../src/lib/errors.js';

// Spawned by signals.test.ts: works until it is interrupted, then "restores" for as long as it is told.
const restoreMs = Number(process.argv[2]);
const left = new NotRestoredError('checkout:live still gives 5% to version 8', {
  code: 'ENDED_AT_ONCE',
  suggestions: ['lambda-release rollout abort checkout:live'],
  traffic: 'unknown',
});
try {
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
    {whatIsLeft: () => (process.argv[3] === 'nothing moved' ? undefined : left)},
  );
  process.stdout.write(`${ending}\n`);
  // A result is written a moment after the work has ended; in a busy process the moment may be long.
  await sleep(600);
  process.stdout.write('the result\n');
  while (process.listenerCount('SIGINT') > 0) await sleep(20);
  process.stdout.write('no handler is left\n');
} catch (error) {
  const {exitCode, message, suggestions} = failureOf(error, {bin: 'lambda-release', words: ''});
  process.stderr.write(`${message}\n${suggestions.join('\n')}\n`);
  process.exit(exitCode);
}
