import {stripVTControlCharacters} from 'node:util';
import {visibleStyled} from './control-characters.js';

/** What stands before a text and is not to be repeated: blanks, a mark, the name of a field. */
const HEAD = /^\s*(?:[✔✖!•→›?] +|\S+(?: \S+)*? {2,})?/;
/** A command goes to the end of its line, its sentence or its quotes: broken in two, it could not be pasted. */
const WORD = /(?:"?(?:lambda-release|aws|npm|npx|pnpm|yarn|pip|uv|poetry|sam) [^"\n]*?(?:"[.,;:]?|[.;](?= )|$)|\S+)/g;
/** An escape code, or a character. */
const PIECE = new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]*m|.`, 'gu');
/** A text narrower than this is no longer read with ease. */
const LEAST_COLUMNS = 30;

/**
 * Breaks lines of prose that are too long for a terminal at words, what follows standing under the beginning of the text, and
 * rows of tables between their cells. Where nobody says how wide it is nothing is broken: pipes and files carry whole lines.
 * What of it others have named moves no cursor: control characters are shown as their numbers.
 */
export function wrapped(text: string, columns: number | undefined): string {
  const shown = visibleStyled(text);
  if (columns === undefined || columns === 0) return shown;
  return shown
    .split('\n')
    .map((line) => wrappedLine(line, columns))
    .join('\n');
}

function wrappedLine(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  const head = HEAD.exec(stripVTControlCharacters(line))?.[0] ?? '';
  const hanging = columns - head.length < LEAST_COLUMNS ? '  ' : ' '.repeat(head.length);
  const [start, text] = splitAt(line, head.length);
  if (/\S {2,}\S/.test(stripVTControlCharacters(text))) return wrappedRow(line, columns);
  const lines = [start];
  let width = head.length;
  for (const [word] of text.matchAll(WORD)) {
    const isFirst = width <= (lines.length === 1 ? head.length : hanging.length);
    const wanted = widthOf(word) + (isFirst ? 0 : 1);
    if (!isFirst && width + wanted > columns) {
      lines.push(`${hanging}${word}`);
      width = hanging.length + widthOf(word);
    } else {
      lines.push(`${lines.pop()}${isFirst ? '' : ' '}${word}`);
      width += wanted;
    }
  }
  return lines.join('\n');
}

/** A row of a table: cells that have no room go on below it. */
function wrappedRow(row: string, columns: number): string {
  return row
    .split(/(?<=\S)(?= {2,}\S)/)
    .reduce(([line = '', ...above]: readonly string[], cell) => {
      if (line === '' || widthOf(line) + widthOf(cell) <= columns) return [line + cell, ...above];
      return [`    ${cell.trimStart()}`, line, ...above];
    }, [])
    .toReversed()
    .join('\n');
}

/** Cuts a line after so many characters that can be seen. */
function splitAt(line: string, visible: number): readonly [string, string] {
  let [at, seen] = [0, 0];
  for (const [piece] of line.matchAll(PIECE)) {
    if (seen === visible) break;
    at += piece.length;
    seen += widthOf(piece);
  }
  return [line.slice(0, at), line.slice(at)];
}

function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
