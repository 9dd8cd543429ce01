import type {OutputStream} from '../progress-view.js';
import {cutLine} from '../table.js';
import {wrapped} from '../wrapped.js';

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/** A text that is drawn over the one before, on a terminal. */
export interface Redraw {
  /** How wide a text may be now. */
  readonly columns: number;
  draw(text: string): void;
  /** Takes the last text away again. */
  clear(): void;
}

/** Draws on a terminal. What is wider is broken at words, what cannot be and what is higher is cut: the cursor could not find back to the first line. */
export function createRedraw(stream: OutputStream): Redraw {
  let drawn = 0;
  // Up to the first line drawn, then everything below it away (ECMA-48: CPL, ED).
  const back = () => (drawn === 0 ? '' : `\u001B[${drawn}F\u001B[0J`);
  return {
    get columns() {
      return (stream.columns ?? DEFAULT_COLUMNS) - 1;
    },
    draw(text) {
      const columns = (stream.columns ?? DEFAULT_COLUMNS) - 1;
      const lines = wrapped(text, columns).split('\n');
      const room = Math.max(2, (stream.rows ?? DEFAULT_ROWS) - 1);
      const rest = `… ${lines.length - room + 1} more lines`;
      const shown = (lines.length > room ? [...lines.slice(0, room - 1), rest] : lines).map((line) =>
        cutLine(line, columns),
      );
      stream.write(`${back()}${shown.join('\n')}\n`);
      drawn = shown.length;
    },
    clear() {
      stream.write(back());
      drawn = 0;
    },
  };
}
