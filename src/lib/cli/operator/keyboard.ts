import {isForeground} from './foreground.js';

/** What is typed while nobody asks anything, a key at a time. */
export interface Keyboard {
  /** Hears keys until the returned function is called. */
  hear(onKey: (key: string) => void): () => void;
}

/** stdin, as far as it is needed. */
export type KeyInput = Pick<NodeJS.ReadStream, 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'>;

interface KeyboardOptions {
  readonly input: KeyInput;
  /** Whether the terminal may be read now. */
  readonly mayRead?: () => boolean;
  /** Sends a signal to everybody whom the terminal would have sent it. */
  readonly send?: (signal: NodeJS.Signals) => void;
}

/** What a terminal makes of these keys, and we must where it leaves them to us. */
const SIGNALS: Readonly<Record<string, NodeJS.Signals>> = {
  '\u0003': 'SIGINT',
  '\u001A': 'SIGTSTP',
  '\u001C': 'SIGQUIT',
};
/** How often somebody in the background looks whether the terminal is theirs again: a shell need not say so. */
const LOOK_MS = 1_000;

/**
 * Single keys from a terminal, without Enter (raw mode), and nothing else changed by it: Ctrl-C, Ctrl-Z and Ctrl-\ are sent on
 * as signals to the whole job, as the terminal does; before the job stands still, and while it is in the background, the terminal is
 * given back; and it is given back however the process ends. Several characters in one piece were pasted: they are no decision of
 * anybody's and are left out.
 */
export function createKeyboard({input, mayRead = isForeground, send = sendToJob}: KeyboardOptions): Keyboard {
  return {
    hear(onKey) {
      let isReading = false;
      const release = () => {
        if (!isReading) return;
        isReading = false;
        input.off('data', onData);
        input.setRawMode(false);
        input.pause();
      };
      const take = () => {
        if (isReading && mayRead()) {
          // A shell that had the terminal meanwhile has left it in modes of its own.
          input.setRawMode(false);
          input.setRawMode(true);
        } else if (isReading) {
          release();
        } else if (mayRead()) {
          isReading = true;
          input.setRawMode(true);
          input.on('data', onData);
          input.resume();
        }
      };
      const onData = (piece: Buffer | string) => {
        const text = piece.toString();
        for (const character of text) {
          const signal = SIGNALS[character];
          if (signal === 'SIGTSTP') release();
          if (signal) send(signal);
        }
        if ([...text].length === 1 && SIGNALS[text] === undefined) onKey(text);
      };
      const onError = () => release();
      const look = setInterval(() => {
        if (!isReading) take();
      }, LOOK_MS);
      look.unref();
      input.on('error', onError);
      process.on('SIGCONT', take);
      process.once('exit', release);
      take();
      return () => {
        clearInterval(look);
        process.off('SIGCONT', take);
        process.off('exit', release);
        release();
        input.off('error', onError);
      };
    },
  };
}

function sendToJob(signal: NodeJS.Signals): void {
  // Windows knows no groups, and kill would not signal there but end.
  if (process.platform === 'win32') process.emit(signal, signal);
  else process.kill(0, signal);
}
