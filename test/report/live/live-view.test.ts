import {stripVTControlCharacters} from 'node:util';
import {describe, expect, it} from 'vitest';
import {createLiveView} from '../../../src/lib/report/live/live-view.js';
import {createStyle} from '../../../src/lib/report/style.js';
import {aJudgement} from '../a-judgement.js';
import {aStepSample, NOON_MS} from '../a-step-sample.js';

/** A terminal that remembers what was written to it. */
function aTerminal(columns: number) {
  const written: string[] = [];
  let onWrite: () => void = () => undefined;
  return {
    isTTY: true,
    columns,
    rows: 24,
    text: () => written.join(''),
    /** What is written from here on, once it has the words. */
    shows(words: string): Promise<string> {
      const from = written.length;
      return new Promise((resolve) => {
        onWrite = () => {
          const text = stripVTControlCharacters(written.slice(from).join(''));
          if (text.includes(words)) resolve(text);
        };
      });
    },
    write(text: string) {
      written.push(String(text));
      onWrite();
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

  it('draws a running step for the terminal as it is now, though it was resized in the middle', async () => {
    const stream = aTerminal(120);
    const view = createLiveView({stream, clock: {now: () => NOON_MS + 60_000}, style});
    const ref = {functionName: 'checkout', alias: 'live'};
    const steps = [5, 50].map((weightPercent) => ({weightPercent, bakeMs: 300_000}));
    const judged = {
      ...({type: 'sample.judged', ref, stepIndex: 0, elapsedMs: 60_000, bakeMs: 300_000} as const),
      judgement: aJudgement(),
      sample: aStepSample(),
    };
    const notes = {candidate: {commit: '1a2b3c4d5e6f', message: 'fix the rounding'}};
    const wide = stream.shows('code       candidate 8: 1a2b3c4 fix the rounding');
    view.show({type: 'rollout.started', ref, rolloutId: 'k3x9a0', stable: '7', candidate: '8', steps, notes});
    view.show({type: 'bake.started', ref, stepIndex: 0, stepCount: 2, bakeMs: 300_000});
    view.show(judged);
    expect(await wide).toContain('stop       lambda-release rollout abort checkout:live');

    Object.assign(stream, {columns: 60, rows: 12});
    const narrow = stream.shows('               held by 12:20Z');
    view.show(judged);
    const drawn = (await narrow).split('\n');
    const lines = drawn.slice(drawn.findLastIndex((line) => line.includes('Roll out checkout:live')));
    expect(lines).toContain('    lambda-release rollout abort checkout:live');
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(60);
    expect(lines.length).toBeLessThanOrEqual(12);
    await view.end('done');
  });

  it('tells what a step takes longer than its bake apart from it', async () => {
    const stream = aTerminal(80);
    let nowMs = NOON_MS;
    const view = createLiveView({stream, clock: {now: () => nowMs}, style});
    const ref = {functionName: 'checkout', alias: 'live'};
    view.show({type: 'bake.started', ref, stepIndex: 0, stepCount: 2, bakeMs: 300_000});
    nowMs += 668_000;
    const late = stream.shows('5m, and 6m8s more');
    view.show({type: 'step.extended', ref, stepIndex: 0, reason: 'too little data'});
    expect(await late).not.toContain('11m8s of 5m');
    await view.end('done');
  });
});
