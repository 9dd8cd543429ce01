import {stripVTControlCharacters} from 'node:util';
import {describe, expect, it} from 'vitest';
import {createLiveView} from '../../../src/lib/report/live/live-view.js';
import {createStyle} from '../../../src/lib/report/style.js';

/** A terminal that remembers what was written to it. */
function aTerminal(columns: number) {
  const written: string[] = [];
  return {
    isTTY: true,
    columns,
    rows: 24,
    text: () => written.join(''),
    write(text: string) {
      written.push(String(text));
      return true;
    },
  };
}

const HIDE = '\u001B[?25l';
const SHOW = '\u001B[?25h';
const clock = {now: () => 0};
const style = createStyle(false);

describe('the live view', () => {
  it('leaves the last state of every task on the terminal, and the cursor', async () => {
    const stream = aTerminal(80);
    const view = createLiveView({stream, clock, style});
    view.show({type: 'package.started', functionName: 'checkout', source: 'dist'});
    view.show({type: 'warning', code: 'LATE', message: 'metrics are late'});
    view.show({
      type: 'package.finished',
      functionName: 'checkout',
      files: 3,
      zippedBytes: 1,
      unzippedBytes: 1,
      codeSha256: 'abc=',
    });
    await view.end('done');
    const text = stream.text();
    expect(text).toContain('Package checkout: 3 files');
    expect(text).toContain('! metrics are late\n');
    expect(text.indexOf(HIDE)).toBeLessThan(text.lastIndexOf(SHOW));
  });

  it('draws nothing between a pause and the next event', async () => {
    const stream = aTerminal(80);
    const view = createLiveView({stream, clock, style});
    view.show({type: 'version.published', functionName: 'checkout', version: '8', changed: true});
    await view.pause();
    stream.write('QUESTION');
    view.show({type: 'traffic.shifted', ref: {functionName: 'checkout', alias: 'live'}, stable: '8'});
    await view.end('done');
    const [before, after] = stream.text().split('QUESTION');
    expect(before).toContain('Publish checkout: version 8');
    expect(before?.endsWith(SHOW)).toBe(true);
    expect(after).toContain('checkout:live: version 8 has all traffic');
  });

  it('cuts lines that are wider than the terminal', async () => {
    const stream = aTerminal(40);
    const view = createLiveView({stream, clock, style});
    const files = Array.from({length: 5}, (_, index) => `a-long-file-name-${index}`);
    view.show({type: 'package.started', functionName: 'f'.repeat(64), source: 'dist'});
    view.show({type: 'package.leftOut', functionName: 'f'.repeat(64), files});
    await view.end('failed');
    const lines = stripVTControlCharacters(stream.text()).split('\n');
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(40);
  });
});
