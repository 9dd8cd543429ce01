import path from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {Stage} from './stage.js';
import {hasTerminals, Terminal} from './terminal.js';

const RUN = path.join(packageRoot, 'bin', 'run.js');
/** Bakes that nobody here waits for. */
const STEPS = ['--steps', '10%:10h, 50%:10h'];
const DURATIONS = /^ {4}durations {2}candidate \d+ a minute, p50 .* ms, p99 .* ms; stable \d+ /m;
const COLOUR = new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]*m`);

/** Resolves when the whole screen is so. */
function sees(terminal: Terminal, isSo: (text: string) => boolean): Promise<void> {
  return terminal.shows((lines) => isSo(lines.join('\n')));
}

describe.skipIf(!hasTerminals)('the live view, in a terminal', () => {
  let stage: Stage;
  const open: Terminal[] = [];
  beforeAll(async () => {
    stage = await Stage.open(20);
    await stage.create('checkout');
    stage.load('checkout');
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((terminal) => terminal.close()));
  });
  afterAll(async () => {
    await stage.close();
  });

  function start(argv: readonly string[], more: Readonly<Record<string, string>> = {}) {
    const environment = {NODE_NO_WARNINGS: '1', ...sandboxEnvironment(stage.sandbox), ...more};
    const terminal = Terminal.open([process.execPath, RUN, ...argv], {folder: stage.folder, environment});
    open.push(terminal);
    return terminal;
  }

  /** A rollout in its first step, once it has been looked at. */
  async function aRollout(code: string, more: Readonly<Record<string, string>> = {}) {
    const source = await stage.betterCode(code);
    const terminal = start(['deploy', 'checkout:live', '--source', source, ...STEPS, '--yes'], more);
    await terminal.shows('next  ');
    return terminal;
  }

  it('fits 80 columns, 120, and 60 by 12, resized in the middle, and leaves nothing of the frame before', async () => {
    const terminal = await aRollout('resized');
    const isOne = (text: string) => text.split('Roll out checkout:live').length === 2;
    const stop = /^ {4}stop {7}lambda-release rollout abort checkout:live$/m;
    await sees(terminal, (text) => stop.test(text) && !/^ {4}throttles/m.test(text));
    expect(terminal.drawn).toMatch(COLOUR);

    terminal.resize(120, 30);
    await sees(terminal, (text) => /^ {4}throttles/m.test(text) && isOne(text));
    await sees(terminal, (text) => DURATIONS.test(text));
    terminal.resize(60, 12);
    const wayOut = /\n(?! {4}stop).*\n {4}lambda-release rollout abort checkout:live\n {4}keys {7}h hold, .* help$/m;
    await sees(terminal, (text) => /if it passes,\n {15}else held by/.test(text) && wayOut.test(text) && isOne(text));
    terminal.resize(80, 24);
    await sees(terminal, (text) => /^ {4}finish/m.test(text) && isOne(text));

    terminal.type('\u0003');
    expect(await terminal.ended).toBe(130);
    expect(await stage.alias('checkout')).toMatchObject({version: '1', weights: {}});
  });

  it('asks before a key acts, does what the command does, and draws without colour where that is asked for', async () => {
    const terminal = await aRollout('keyed', {NO_COLOR: '1'});
    terminal.type('?');
    await terminal.shows('Ctrl-C  gives version 1 everything back');
    terminal.type('p');
    await terminal.shows('50% now, without judging it any further? y/n');
    terminal.type('y');
    await sees(terminal, (text) => /^. 50% .*of 10h$/m.test(text));
    expect(await stage.alias('checkout')).toMatchObject({version: '1', weights: {3: 0.5}});

    terminal.type('a');
    await terminal.shows('Take everything back to version 1? y/n');
    terminal.type('n');
    await terminal.shows('keys  ');
    terminal.type('a');
    await terminal.shows('Take everything back to version 1? y/n');
    terminal.type('y');
    expect(await terminal.ended).toBe(5);
    expect(terminal.lines({all: true}).join('\n')).toContain('A person asked for it, at the live view.');
    expect(terminal.drawn).not.toMatch(COLOUR);
    expect(await stage.alias('checkout')).toEqual({version: '1', weights: {}, description: ''});
  });

  it('holds from who only watches, and whoever works on it ends as held', async () => {
    const terminal = await aRollout('watched');
    const watcher = start(['rollout', 'watch', 'checkout:live']);
    await watcher.shows('keys  ');
    watcher.type('h');
    await watcher.shows('Keep it at 10% until somebody goes on with it? y/n');
    watcher.type('y');
    expect(await watcher.ended).toBe(7);
    expect(await terminal.ended).toBe(7);
    const alias = await stage.alias('checkout');
    expect(alias).toMatchObject({weights: {4: 0.1}, description: expect.stringMatching(/ held\]$/)});
  });
});
