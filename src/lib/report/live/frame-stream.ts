import type {OutputStream} from '../progress-view.js';
import {DrawnFrame} from './drawn-frame.js';

const ESCAPE = String.fromCodePoint(27);
/** What listr2 (its log-update) puts before a frame to take the one before away, a line at a time: EL, CUU, CHA of ECMA-48. */
const ERASED_LINES = new RegExp(`^(?:${ESCAPE}\\[2K(?:${ESCAPE}\\[1A)?)+${ESCAPE}\\[G`);

/** A stream for the frames of listr2, which goes back by as many lines as it has written, however large the terminal is now. */
export function frameStream(terminal: OutputStream): OutputStream {
  const frame = new DrawnFrame();
  return {
    get columns() {
      return terminal.columns as number;
    },
    get rows() {
      return terminal.rows as number;
    },
    write(text) {
      const lines = text.replace(ERASED_LINES, '').split('\n').slice(0, -1);
      return terminal.write(frame.over(lines, columnsNow(terminal)));
    },
  };
}

/** Asked of the system where it can be: a signal that the terminal is another one now may not have come yet. */
export function columnsNow(terminal: OutputStream): number {
  return terminal.getWindowSize?.()[0] || terminal.columns || Number.POSITIVE_INFINITY;
}
