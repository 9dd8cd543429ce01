import {ANSI_ESCAPE_CODES, ProcessOutput} from 'listr2';
import {frameStream} from './frame-stream.js';

/**
 * listr2 draws to what it calls stdout: here that is stderr, and the real stdout is left alone. listr2 also takes over the
 * streams' `write` and keeps back what others say until it ends. That is switched off: nothing else speaks while the view
 * is alive, except the last words at a second signal, and those must not be lost. However the process ends, the cursor is
 * shown again.
 */
export class StderrOutput extends ProcessOutput {
  readonly #stream: NodeJS.WriteStream;
  readonly #frames: NodeJS.WriteStream;
  readonly #showCursor: () => void;

  constructor(stream: NodeJS.WriteStream) {
    super(stream, stream);
    this.#stream = stream;
    this.#frames = frameStream(stream) as NodeJS.WriteStream;
    this.#showCursor = () => {
      stream.write(ANSI_ESCAPE_CODES.CURSOR_SHOW);
    };
  }

  override get stdout(): NodeJS.WriteStream {
    return this.#frames;
  }

  override hijack(): void {
    this.#stream.write(ANSI_ESCAPE_CODES.CURSOR_HIDE);
    process.once('exit', this.#showCursor);
  }

  override release(): void {
    process.off('exit', this.#showCursor);
    this.#showCursor();
  }
}
