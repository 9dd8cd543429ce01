import type {Writable} from 'node:stream';

/** A reader that went away (`| head`), or a terminal that was closed: nothing is wrong with the work. */
const READER_GONE = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

let worked = false;

/**
 * Tells that what comes to stdout is the report of work that is done, and not itself what was asked for: its exit code stays true when
 * the report is lost.
 */
export function reportsWork(): void {
  worked = true;
}

/**
 * Lets the command go on when its output cannot be written: by default Node ends the process there, in the middle of a
 * rollout. What is lost of stderr is only progress. A result that is lost, on a full disk for example, is told at the end. The
 * exit code tells of traffic: what was done is done, and keeps it; a reading without its result ends with 2, for it was given an output
 * that cannot be used.
 */
export function tolerateFailingOutput(): void {
  process.stderr.on('error', () => {
    // There is no other place to tell it. A journal has the same events.
  });
  // oclif's own listener throws whatever is no EPIPE.
  process.stdout.removeAllListeners('error');
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (READER_GONE.has(error.code ?? '')) return;
    const rest = worked ? 'What it reports is done, and the exit code tells how it ended.' : 'Nothing was changed.';
    process.stderr.write(`✖ The result could not be written to stdout: ${error.message}\n${rest}\n`);
    process.exitCode = process.exitCode || (worked ? 0 : 2);
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
