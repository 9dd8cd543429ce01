import {stripVTControlCharacters} from 'node:util';

const ESCAPE = String.fromCodePoint(27);

/**
 * Lines that stand on a terminal above the cursor, and what draws others over them. It goes back by as many rows as the lines take in
 * the terminal as it is now: one that has become narrower shows a line of before on two of its rows. (Terminals break their lines anew;
 * where one cuts them, a row above the frame is lost.) Each row is erased as it is written and the rest at the end: what is erased from
 * the top of the screen down goes into the history of some (tmux), once a frame.
 */
export class DrawnFrame {
  #lines: readonly string[] = [];

  /** CPL, EL and ED of ECMA-48. */
  over(lines: readonly string[], columns: number): string {
    const rows = this.#lines.reduce((sum, line) => sum + Math.max(1, Math.ceil([...line].length / columns)), 0);
    this.#lines = lines.map((line) => stripVTControlCharacters(line));
    if (rows === 0) return lines.map((line) => `${line}\n`).join('');
    return `${ESCAPE}[${rows}F${lines.map((line) => `${ESCAPE}[2K${line}\n`).join('')}${ESCAPE}[0J`;
  }
}
