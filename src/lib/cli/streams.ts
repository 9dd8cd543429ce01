import type {Writable} from 'node:stream';

/** A reader that went away (`| head`), or a terminal that was closed: nothing is wrong with the work. */
const READER_GONE = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/**
 * Lets the command go on when its output cannot be written: by default Node ends the process there, in the middle of a
 * rollout. What is lost of stderr is only progress. A result that is lost, on a full disk for example, is told at the end
 * and makes the exit code 1, unless it was something else already.
 */
export function tolerateFailingOutput(): void {
  process.stderr.on('error', () => {
    // There is no other place to tell it. A journal has the same events.
  });
  // oclif's own listener throws whatever is no EPIPE.
  process.stdout.removeAllListeners('error');
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (READER_GONE.has(error.code ?? '')) return;
    process.stderr.write(`✖ The result could not be written to stdout: ${error.message}\n`);
    process.exitCode = process.exitCode || 1;
  });
}

/** Resolves when everything written so far has been handed to the system, also into a pipe, or cannot be. */
export async function flushStreams(): Promise<void> {
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
}

function flush(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writable) {
      // Its error, if there is one, is told in the next tick.
      setImmediate(resolve);
      return;
    }
    // The callback also comes with the error of a stream that is gone; the handler above has judged it.
    stream.write('', () => resolve());
  });
}
