import {expect, it} from 'vitest';
import {createRedraw} from '../../../src/lib/report/live/redraw.js';

function aTerminal(columns: number, rows: number) {
  const written: string[] = [];
  return {written, stream: {isTTY: true, columns, rows, write: (text: string) => written.push(text)}};
}

it('goes back to its first line, clears what is below, and draws anew', () => {
  const {stream, written} = aTerminal(80, 24);
  const redraw = createRedraw(stream);
  redraw.draw('a\nb');
  redraw.draw('c');
  redraw.clear();
  redraw.clear();
  expect(written).toEqual(['a\nb\n', '\u001B[2F\u001B[2Kc\n\u001B[0J', '\u001B[1F\u001B[0J', '']);
});

it('goes back by the rows that its lines take in a terminal that has become narrower', () => {
  const {stream, written} = aTerminal(80, 24);
  const redraw = createRedraw(stream);
  redraw.draw(`${'a'.repeat(79)}\nb`);
  Object.assign(stream, {columns: 40});
  redraw.draw('c');
  expect(written[1]).toBe('\u001B[3F\u001B[2Kc\n\u001B[0J');
});

it('asks the system for the size, which knows it before the stream does', () => {
  const {stream, written} = aTerminal(80, 24);
  const redraw = createRedraw(Object.assign(stream, {getWindowSize: (): [number, number] => [20, 24]}));
  redraw.draw('a'.repeat(50));
  redraw.draw('b');
  expect(written[1]).toBe('\u001B[3F\u001B[2Kb\n\u001B[0J');
});

it('never draws more than the terminal shows, or it could not find back', () => {
  const {stream, written} = aTerminal(10, 4);
  createRedraw(stream).draw('0123456789\n1\n2\n3\n4');
  expect(written).toEqual(['01234567…\n1\n… 3 more…\n']);
});

it('breaks prose at words before it cuts anything', () => {
  const {stream, written} = aTerminal(41, 24);
  createRedraw(stream).draw('version 8 gets 5% of the traffic, and version 7 the rest');
  expect(written).toEqual(['version 8 gets 5% of the traffic, and\nversion 7 the rest\n']);
});
