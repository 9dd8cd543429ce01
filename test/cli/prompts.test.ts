import {PassThrough} from 'node:stream';
import {describe, expect, it} from 'vitest';
import {createPrompter} from '../../src/lib/cli/prompts.js';

interface Scene {
  readonly input?: {readonly isTTY: boolean};
  readonly output?: {readonly isTTY: boolean};
  readonly environment?: {readonly [name: string]: string};
  readonly json?: boolean;
  readonly yes?: boolean;
}

/** A terminal whose person types `keys` once the question is on the screen. */
function aTerminal(keys: string | undefined, scene: Scene = {}) {
  const input = Object.assign(new PassThrough(), {isTTY: true, ...scene.input});
  const output = Object.assign(new PassThrough(), {isTTY: true, columns: 80, ...scene.output});
  let shown = '';
  let typed = false;
  output.on('data', (chunk) => {
    shown += String(chunk);
    if (typed || keys === undefined || !shown.includes('checkout')) return;
    typed = true;
    setImmediate(() => input.write(keys));
  });
  const {environment = {}, json = false, yes = false} = scene;
  return {prompter: createPrompter({input, output, environment, json, yes}), shown: () => shown};
}

const QUESTION = 'Move traffic of checkout?';

describe('confirm', () => {
  it.each(['y\r', 'yes\r', 'Y\r'])('goes on after %j', async (keys) => {
    const {prompter, shown} = aTerminal(keys);
    await prompter.confirm(QUESTION);
    expect(shown()).toContain('y/N');
  });

  it.each(['\r', 'n\r', 'no\r'])('declines after %j', async (keys) => {
    const {prompter} = aTerminal(keys);
    await expect(prompter.confirm(QUESTION)).rejects.toMatchObject({
      exitCode: 3,
      code: 'DECLINED',
      traffic: 'untouched',
    });
  });

  it('is interrupted by Ctrl-C, with nothing changed', async () => {
    const {prompter} = aTerminal('\u0003');
    await expect(prompter.confirm(QUESTION)).rejects.toMatchObject({exitCode: 130, traffic: 'untouched'});
  });

  it('ends with the reason of an aborted signal', async () => {
    const {prompter, shown} = aTerminal(undefined);
    const controller = new AbortController();
    const asking = prompter.confirm(QUESTION, controller.signal);
    const check = setInterval(() => {
      if (!shown().includes('checkout')) return;
      clearInterval(check);
      controller.abort(new Error('told to end'));
    }, 5);
    await expect(asking).rejects.toThrow('told to end');
  });

  it('asks nobody when the answer is yes already', async () => {
    const {prompter, shown} = aTerminal(undefined, {yes: true, input: {isTTY: false}});
    await prompter.confirm(QUESTION);
    expect(shown()).toBe('');
  });

  it.each<[string, Scene]>([
    ['stdin is a pipe', {input: {isTTY: false}}],
    ['stderr is a pipe', {output: {isTTY: false}}],
    ['--json', {json: true}],
    ['CI', {environment: {CI: 'true'}}],
  ])('asks nobody and exits 2 when %s', async (_, scene) => {
    const {prompter, shown} = aTerminal('y\r', scene);
    await expect(prompter.confirm(QUESTION)).rejects.toMatchObject({
      exitCode: 2,
      code: 'ANSWER_MISSING',
      details: {flag: '--yes'},
    });
    expect(shown()).toBe('');
  });
});

describe('confirmByTyping', () => {
  it('goes on when the name is typed in full', async () => {
    await expect(aTerminal('checkout\r').prompter.confirmByTyping('Stop it?', 'checkout')).resolves.toBeUndefined();
  });

  it.each(['\r', 'y\r', 'checkou\r', 'Checkout\r'])('declines after %j', async (keys) => {
    const {prompter} = aTerminal(keys);
    await expect(prompter.confirmByTyping('Stop it?', 'checkout')).rejects.toMatchObject({code: 'DECLINED'});
  });
});
