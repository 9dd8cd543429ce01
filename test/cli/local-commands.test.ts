import {tmpdir} from 'node:os';
import {describe, expect, it} from 'vitest';
import {LocalCommands} from '../../src/lib/cli/local-commands.js';

interface Told {
  readonly exitCode: number;
  readonly timedOut: boolean;
  readonly lines: readonly string[];
  readonly ms: number;
}

async function run(command: string, timeoutMs = 5_000, signal?: AbortSignal): Promise<Told> {
  const lines: string[] = [];
  const startMs = performance.now();
  const request = {command, folder: tmpdir(), environment: {}, timeoutMs, onLine: (line: string) => lines.push(line)};
  const end = await new LocalCommands().run(request, signal);
  return {...end, lines, ms: performance.now() - startMs};
}

describe.skipIf(process.platform === 'win32')('a command of the shell', () => {
  it('ends with its code, and all it said before is heard', async () => {
    const told = await run('seq 1 2000; echo end >&2; exit 3');
    expect(told).toMatchObject({exitCode: 3, timedOut: false});
    expect(told.lines).toHaveLength(2001);
  });

  it.each(['sleep 20 & echo left; exit 0', 'setsid sleep 20 & echo left; exit 0'])(
    'has ended when what it left running has not: %s',
    async (command) => {
      const told = await run(command);
      expect(told).toMatchObject({exitCode: 0, timedOut: false, lines: ['left']});
      expect(told.ms).toBeLessThan(4_000);
    },
  );

  it('is ended when its time is over, whoever holds its pipes', async () => {
    const told = await run('setsid sleep 20 & sleep 20', 200);
    expect(told).toMatchObject({exitCode: 143, timedOut: true});
    expect(told.ms).toBeLessThan(4_000);
  });

  it('is ended by a signal within the five seconds that a person is promised', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const told = await run("trap '' TERM; setsid sleep 20 & sleep 20; sleep 20", 15_000, controller.signal);
    expect(told).toMatchObject({exitCode: 137, timedOut: false});
    expect(told.ms).toBeLessThan(4_000);
  });
});
