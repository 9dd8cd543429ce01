import type {OutputStream} from '../progress-view.js';
import {cutLine} from '../table.js';
import {wrapped} from '../wrapped.js';
import {DrawnFrame} from './drawn-frame.js';
import {columnsNow} from './frame-stream.js';

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
  const frame = new DrawnFrame();
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
      stream.write(frame.over(shown, columnsNow(stream)));
    },
    clear() {
      stream.write(frame.over([], columnsNow(stream)));
    },
  };
}
