import {describe, expect, it, onTestFinished} from 'vitest';
import {tempFolder} from '../package/temp-folder.js';
import {hasTerminals, Terminal} from './terminal.js';

function open(command: readonly string[], size: {columns?: number; rows?: number} = {}): Terminal {
  const terminal = Terminal.open(command, {folder: tempFolder(), ...size});
  onTestFinished(() => terminal.close());
  return terminal;
}

describe.skipIf(!hasTerminals)('a terminal of the tests', () => {
  it('shows what a command draws, and takes the keys that answer it', async () => {
    const terminal = open(['sh', '-c', 'printf "Name? "; read -r name; printf "\\033[2J\\033[HHello, $name"']);
    await terminal.shows('Name?');
    terminal.type('world\r');
    await terminal.shows('Hello, world');
    expect(await terminal.ended).toBe(0);
    expect(terminal.lines().filter((line) => line !== '')).toEqual(['Hello, world']);
  });

  it('has the size it is given, and tells the command of another one', async () => {
    const script = 'trap "stty size" WINCH; stty size; until false; do sleep 0.05; done';
    const terminal = open(['sh', '-c', script], {columns: 60, rows: 12});
    await terminal.shows('12 60');
    terminal.resize(120, 30);
    await terminal.shows('30 120');
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(130);
  });

  it('ends with the exit code, and says what was on the screen when something never came', async () => {
    const terminal = open(['sh', '-c', 'echo something else; exit 7']);
    await expect(terminal.shows('this')).rejects.toThrow(/ended with 7.*something else/s);
    expect(await terminal.ended).toBe(7);
  });
});
