import {spawn} from 'node:child_process';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';

const script = path.join(packageRoot, 'test/cli/signal-process.ts');

/** Spawns the script and answers each line that `replies` knows with its signal. */
function play(restoreMs: number, replies: Readonly<Record<string, NodeJS.Signals>>) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, String(restoreMs)], {cwd: packageRoot});
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout.on('data', (chunk) => {
    for (const line of String(chunk).trimEnd().split('\n')) {
      stdout += `${line}\n`;
      const signal = replies[line];
      if (signal) child.kill(signal);
    }
  });
  return new Promise<{code: number | null; stdout: string; stderr: string}>((resolve) => {
    child.on('close', (code) => resolve({code, stdout, stderr}));
  });
}

describe('a command that serves', () => {
  it.each([
    ['SIGINT', 'SIGINT'],
    ['SIGTERM', 'SIGTERM'],
    ['SIGHUP', 'SIGTERM'],
  ] as const)('lets its service end in its own way after %s', async (sent, reason) => {
    const {code, stdout} = await play(1, {ready: sent});
    expect(stdout).toContain(`restored after ${reason}, handlers left: 0`);
    expect(code).toBe(0);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('exits at once after a second %s and says what the service would leave', async (second, exitCode) => {
    const {code, stdout, stderr} = await play(60_000, {ready: 'SIGINT', restoring: second});
    expect(code).toBe(exitCode);
    expect(stdout).not.toContain('restored after');
    expect(stderr).toContain('lambda-release rollout abort checkout:live');
  });
});
