import type {Writable} from 'node:stream';

/** A reader that went away (`| head`), or a terminal that was closed: nothing is wrong with the work. */
const READER_GONE = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/** Lets the command go on when nobody reads its output any more; without this Node ends it in the middle of its work. */
export function tolerateClosedStreams(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!READER_GONE.has(error.code ?? '')) throw error;
    });
  }
}

/** Resolves when everything written so far has been handed to the system, also into a pipe, or nobody reads it. */
export async function flushStreams(): Promise<void> {
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
}

function flush(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writable) {
      resolve();
      return;
    }
    // The callback also comes with the error of a stream that is gone; the error handler above has judged it.
    stream.write('', () => resolve());
  });
}
