import {EventEmitter} from 'node:events';
import {describe, expect, it} from 'vitest';
import {createKeyboard, type KeyInput} from '../../../src/lib/cli/operator/keyboard.js';

/** A terminal's input that keeps its modes. */
class Input extends EventEmitter {
  readonly modes: boolean[] = [];
  isPaused = true;

  setRawMode(mode: boolean) {
    this.modes.push(mode);
    return this;
  }

  resume() {
    this.isPaused = false;
    return this;
  }

  pause() {
    this.isPaused = true;
    return this;
  }
}

function aKeyboard() {
  const input = new Input();
  const state = {mayRead: true};
  const sent: string[] = [];
  const keys: string[] = [];
  const keyboard = createKeyboard({
    input: input as unknown as KeyInput,
    mayRead: () => state.mayRead,
    send: (signal) => void sent.push(signal),
  });
  return {input, state, sent, keys, hear: () => keyboard.hear((key) => keys.push(key))};
}

describe('the keyboard', () => {
  it('hears single keys, and gives the terminal back', () => {
    const {input, keys, hear} = aKeyboard();
    const deafen = hear();
    expect(input.modes).toEqual([true]);
    input.emit('data', Buffer.from('a'));
    input.emit('data', 'y');
    deafen();
    input.emit('data', 'h');
    expect(keys).toEqual(['a', 'y']);
    expect(input).toMatchObject({modes: [true, false], isPaused: true});
  });

  it.each(['ay', 'play', '\u001B[A', 'a\r'])('takes %j for pasted, or for a key that says nothing here', (piece) => {
    const {input, keys, hear} = aKeyboard();
    const deafen = hear();
    input.emit('data', piece);
    deafen();
    expect(keys).toEqual([]);
  });

  it.each([
    ['\u0003', 'SIGINT'],
    ['\u001C', 'SIGQUIT'],
    ['x\u0003', 'SIGINT'],
  ])('%j is what it is on any terminal', (piece, signal) => {
    const {input, sent, keys, hear} = aKeyboard();
    const deafen = hear();
    input.emit('data', piece);
    deafen();
    expect(sent).toEqual([signal]);
    expect(keys).toEqual([]);
  });

  it('gives the terminal back before Ctrl-Z stops the job, and takes it again in the foreground', () => {
    const {input, state, sent, hear} = aKeyboard();
    const deafen = hear();
    input.emit('data', '\u001A');
    expect(sent).toEqual(['SIGTSTP']);
    expect(input).toMatchObject({modes: [true, false], isPaused: true});
    state.mayRead = false;
    process.emit('SIGCONT');
    expect(input.isPaused).toBe(true);
    state.mayRead = true;
    process.emit('SIGCONT');
    expect(input).toMatchObject({modes: [true, false, true], isPaused: false});
    deafen();
  });

  it('reads nothing in the background, where the kernel would stop the job for it', () => {
    const {input, state, hear} = aKeyboard();
    state.mayRead = false;
    const deafen = hear();
    expect(input).toMatchObject({modes: [], isPaused: true});
    deafen();
    expect(input.modes).toEqual([]);
  });

  it('lets a terminal go that was taken away', () => {
    const {input, hear} = aKeyboard();
    const deafen = hear();
    input.emit('error', new Error('EIO'));
    expect(input.isPaused).toBe(true);
    deafen();
  });
});
