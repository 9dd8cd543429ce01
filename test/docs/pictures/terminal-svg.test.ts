import {describe, expect, it} from 'vitest';
import {terminalSvg, toRuns} from '../../../scripts/pictures/terminal-svg.js';

const ESC = '\u001b';

describe('a line of a terminal', () => {
  it.each([
    ['plain text', 'plain', [{text: 'plain'}]],
    ['nothing', '', []],
    ['a colour, until it ends', `${ESC}[32m✔${ESC}[39m done`, [{text: '✔', colour: 'green'}, {text: ' done'}]],
    ['a bright colour', `${ESC}[91mred${ESC}[m`, [{text: 'red', colour: 'red'}]],
    ['several styles at once', `${ESC}[1;33mx${ESC}[0my`, [{text: 'x', colour: 'yellow', bold: true}, {text: 'y'}]],
    ['faint, and no more', `${ESC}[2ma${ESC}[22mb`, [{text: 'a', dim: true}, {text: 'b'}]],
    ['what is no style of ours', `${ESC}[49ma`, [{text: 'a'}]],
  ])('is %s', (_what, line, runs) => {
    expect(toRuns(line)).toEqual(runs);
  });
});

describe('a picture of a terminal', () => {
  const picture = (lines: readonly string[]) => terminalSvg(lines, {columns: 40, theme: 'dark', title: 'A & B'});

  it('puts words under their columns, whatever spaces become', () => {
    const places = [...picture(['a b   c', `${ESC}[32m✔${ESC}[39m   d`]).matchAll(/<tspan x="([\d.]+)".*?>(.*?)</g)];
    expect(places.map(([, x, text]) => [text, Math.round((Number(x) - 16) / 8.4)])).toEqual([
      ['a b', 0],
      ['c', 6],
      ['✔', 0],
      ['d', 4],
    ]);
  });

  it('says what it shows, and takes no text for markup', () => {
    const svg = picture(['<b> & "c"']);
    expect(svg).toContain('<title>A &amp; B</title>');
    expect(svg).toContain('&lt;b&gt; &amp; "c"');
  });

  it('is as high as its lines, empty ones too', () => {
    const height = (svg: string) => Number(/height="(\d+)"/.exec(svg)?.[1]);
    expect(height(picture(['a', '', 'b'])) - height(picture(['a']))).toBe(40);
  });
});
