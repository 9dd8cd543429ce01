import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {Stage} from './stage.js';
import {hasTerminals, Terminal} from './terminal.js';

const RUN = path.join(packageRoot, 'bin', 'run.js');

/** A person's shell that they start a rollout in, stop, let go on in the background and fetch back. */
describe.skipIf(!hasTerminals)('a rollout as a job of a shell', () => {
  let stage: Stage;
  let shell: Terminal;
  beforeAll(async () => {
    stage = await Stage.open(20);
    await stage.create('checkout');
    stage.load('checkout');
    const environment = {NODE_NO_WARNINGS: '1', ...sandboxEnvironment(stage.sandbox)};
    const size = {columns: 100, rows: 40};
    shell = Terminal.open(['bash', '--norc', '--noprofile', '-i'], {folder: stage.folder, environment, ...size});
  });
  afterAll(async () => {
    await shell.close();
    await stage.close();
  });

  /**
   * Types a line, and waits for what the shell answers to it; what it echoes does not have it yet. A job in the background draws over what is
   * on the screen, so it is looked for in everything that was drawn since. Resolves to that.
   */
  async function say(line: string, answer: string): Promise<string> {
    const from = shell.drawn.length;
    shell.type(`${line}\r`);
    await shell.shows(() => shell.drawn.slice(from).includes(answer));
    return shell.drawn.slice(from);
  }

  it('stops at Ctrl-Z, goes on in the background while somebody types, and hears keys again in front', async () => {
    const source = await stage.betterCode('job');
    const command = `'${process.execPath}' '${RUN}' deploy checkout:live --source '${source}' --steps 10%:10h,50%:10h`;
    await say(`${command} --yes; echo ended $?`, 'next  ');
    shell.type('\u001A');
    await shell.shows('Stopped');
    await say('clear; echo $((40 + 2)) works', '42 works');
    await say('bg; echo $((50 + 2)) behind', '52 behind');
    // Whoever types in the shell must not stop the job: it reads nothing there.
    const seen = shell.drawn.length;
    await shell.shows(() => shell.drawn.slice(seen).includes('newest'));
    expect(await say('jobs; echo $((60 + 2)) listed', '62 listed')).toMatch(/\]\+ +Running/);

    await say('fg', 'keys  ');
    shell.type('?');
    await shell.shows('Ctrl-C  gives version 1 everything back');
    shell.type('\u0003');
    await shell.shows(() => shell.drawn.includes('Traffic: restored to stable'));
    const modes = `$(stty -a | tr ' ' '\\n' | grep -cxE 'icanon|echo|isig')`;
    await say(`clear; echo modes ${modes} of 3`, 'modes 3 of 3');
    expect(await stage.alias('checkout')).toMatchObject({version: '1', weights: {}});
  });

  it('begun in the background moves traffic, and is not stopped for its keys', async () => {
    const source = await stage.betterCode('behind');
    const command = `'${process.execPath}' '${RUN}' deploy checkout:live --source '${source}' --steps 10%:10h,50%:10h`;
    await say(`clear; ${command} --yes & echo $((80 + 2)) behind`, '82 behind');
    const seen = shell.drawn.length;
    await shell.shows(() => shell.drawn.slice(seen).includes('newest'));
    expect(await say('jobs; echo $((90 + 2)) listed', '92 listed')).toMatch(/\]\+ +Running/);
    await say('kill -INT %1; wait %1; echo ended $?', 'ended 130');
  });
});
