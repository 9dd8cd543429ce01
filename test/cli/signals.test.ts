import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, it, onTestFinished} from 'vitest';
import {withSignals} from '../../src/lib/cli/signals.js';
import {packageRoot} from '../../src/lib/package-root.js';

const script = path.join(packageRoot, 'test/cli/signal-process.ts');
/** Longer than two signals may be apart and still be one. */
const LATER_MS = 1_200;

/** A signal, the pause before it, and what the script says once it has heard it: the next pause begins then, however busy the machine is. */
type Sent = readonly [signal: NodeJS.Signals, pauseMs: number, answer?: string];

const FIRST: Sent = ['SIGINT', 0, 'restoring'];

/** Spawns the script and, once it is ready, sends it the signals. */
async function play(args: readonly string[], signals: readonly Sent[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {cwd: packageRoot});
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const closed = once(child, 'close');
  const says = async (text: string) => {
    while (child.exitCode === null && !`${stdout}${stderr}`.includes(text)) await sleep(1);
  };
  await says('ready');
  for (const [signal, pauseMs, answer] of signals) {
    await sleep(pauseMs);
    child.kill(signal);
    if (answer !== undefined) await says(answer);
  }
  const [code] = await closed;
  return {code: code as number | null, stdout, stderr};
}

describe.concurrent('withSignals', () => {
  it.each([
    ['SIGINT', 'SIGINT'],
    ['SIGTERM', 'SIGTERM'],
    ['SIGHUP', 'SIGTERM'],
  ] as const)('lets the work end in its own way after %s', async (sent, reason) => {
    const {code, stdout} = await play(['1'], [[sent, 0]]);
    expect(stdout).toContain(`restored after ${reason}`);
    expect(stdout).toContain('no handler is left');
    expect(code).toBe(0);
  });

  it('lets a result be written though the signal is handed on after the end of the work', async () => {
    const {code, stdout} = await play(['1'], [FIRST, ['SIGINT', 300]]);
    expect(stdout).toContain('the result');
    expect(code).toBe(0);
  });

  it('lets a result be written though a person asks once more just after the end of the work', async () => {
    const {code, stdout} = await play([String(LATER_MS - 100)], [FIRST, ['SIGINT', LATER_MS]]);
    expect(stdout).toContain('the result');
    expect(code).toBe(0);
  });

  it.each([
    ['a signal that npm hands on', [['SIGINT', 3]]],
    ['one that timeout turns into another', [['SIGTERM', 3]]],
    ['a key that is held down', Array(6).fill(['SIGINT', 300])],
  ] as const)('takes %s for the same one', async (_name, more) => {
    const {code, stdout} = await play(['2500'], [FIRST, ...more]);
    expect(stdout).toContain('restored after SIGINT');
    expect(code).toBe(0);
  });

  it('lets a way back go on after a second signal', async () => {
    const {code, stdout, stderr} = await play(['3000'], [FIRST, ['SIGTERM', LATER_MS]]);
    expect(stderr).toContain('one more signal ends that at once');
    expect(stdout).toContain('restored after SIGINT');
    expect(code).toBe(0);
  });

  it('ends a way back at once after a third, with 6 and the command that repairs it', async () => {
    const {code, stdout, stderr} = await play(
      ['60000'],
      [FIRST, ['SIGINT', LATER_MS, 'one more signal'], ['SIGINT', LATER_MS]],
    );
    expect(code).toBe(6);
    expect(stdout).not.toContain('restored after');
    expect(stderr).toContain('lambda-release rollout abort checkout:live');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends work that has moved nothing at the second, a %s', async (second, exitCode) => {
    const {code} = await play(['60000', 'nothing moved'], [FIRST, [second, LATER_MS]]);
    expect(code).toBe(exitCode);
  });
});

it('any number of calls side by side may listen, and nothing of Node warns of it', async () => {
  const warnings: Error[] = [];
  const hear = (warning: Error) => warnings.push(warning);
  process.on('warning', hear);
  onTestFinished(() => void process.off('warning', hear));
  await withSignals(async (signal) => {
    for (let call = 0; call < 25; call++) signal.addEventListener('abort', () => call);
    await sleep(1);
  });

  expect(warnings).toEqual([]);
});
