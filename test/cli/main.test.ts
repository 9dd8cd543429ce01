import {spawn, spawnSync} from 'node:child_process';
import {openSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';
import {tempFolder} from '../package/temp-folder.js';

/** Runs the built CLI in a process of its own. */
function spawnCli(argv: readonly string[], closeStdout = false) {
  const child = spawn(process.execPath, ['bin/run.js', ...argv], {cwd: packageRoot});
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  if (closeStdout) child.stdout.destroy();
  else
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
  return new Promise<{code: number | null; stdout: string; stderr: string}>((resolve) => {
    child.on('close', (code) => resolve({code, stdout, stderr}));
  });
}

describe('a mistyped command', () => {
  it('exits 2 with a way out', async () => {
    const {code, stdout, stderr} = await spawnCli(['pakage']);
    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    expect(stderr).toContain('✖ There is no command "pakage".');
    expect(stderr).toContain('See lambda-release --help');
  });

  it('is suggested with everything that was typed behind it', async () => {
    const {stderr} = await spawnCli(['rolout', 'abort', 'x:live', '--journal', 'a b']);
    expect(stderr).toContain("lambda-release rollout abort x:live --journal 'a b'\n");
  });

  it('exits 2 with one document and the text beside it under --json', async () => {
    const {code, stdout, stderr} = await spawnCli(['concurrency', 'shwo', '--json']);
    expect({code, stderr}).toEqual({
      code: 2,
      stderr: expect.stringContaining('✖ There is no command "concurrency shwo".'),
    });
    expect(JSON.parse(stdout)).toMatchObject({ok: false, error: {code: 'COMMAND_NOT_FOUND', exitCode: 2}});
  });
});

describe('a person that asks', () => {
  it.each([
    [['version'], /^lambda-release\/\d/],
    [['-v'], /^lambda-release\/\d/],
    [['help', 'rollout', 'abort'], /^Stop a rollout.*\n\nUSAGE/],
    [['rollout', 'abort', '-h'], /^Stop a rollout.*\n\nUSAGE/],
    [['help', 'exit-codes'], /^# Exit codes\n\nThe exit code says/],
    [['help', 'environments'], /^# Environments\n/],
    [['help', 'iam'], /^# Permissions\n/],
    [['help', 'pipelines'], /^# In a pipeline\n/],
    [['help', 'release-file'], /^# The release file\n/],
  ])('%j is answered', async (argv, expected) => {
    expect(await spawnCli(argv)).toEqual({code: 0, stdout: expect.stringMatching(expected), stderr: ''});
  });

  it('for a page that is not there hears of those that are', async () => {
    const {code, stderr} = await spawnCli(['help', 'exit-code']);
    expect(code).toBe(2);
    expect(stderr).toContain('lambda-release help exit-codes');
    expect(stderr).toMatch(/Pages beside the commands: .*\banalysis, .*\bcron, engine, .*\btrust\b/);
  });
});

describe('a reader that goes away', () => {
  it('is no error', async () => {
    expect(await spawnCli(['--help'], true)).toMatchObject({code: 0, stderr: ''});
  });
});

describe.skipIf(process.platform !== 'linux')('a full disk', () => {
  const full = () => openSync('/dev/full', 'w');
  const argv = ['bin/run.js', 'package', 'src/lib/model', '--dry-run'];

  it('under stderr does not end the work', () => {
    const {status, stdout} = spawnSync(process.execPath, argv, {cwd: packageRoot, stdio: ['ignore', 'pipe', full()]});
    expect(status).toBe(0);
    expect(String(stdout)).toContain('CodeSha256');
  });

  it.each([
    ['what was only looked at, with 2', ['--dry-run'], 2],
    ['what was done, with the exit code of its end', [], 0],
    ['the same, its JSON lost', ['--json'], 0],
  ])('under stdout is told: %s', (_what, flags, expected) => {
    const out = ['--out', `${tempFolder()}/`];
    const {status, stderr} = spawnSync(process.execPath, ['bin/run.js', 'package', 'src/lib/model', ...out, ...flags], {
      cwd: packageRoot,
      stdio: ['ignore', full(), 'pipe'],
    });
    expect(String(stderr)).toContain('✖ The result could not be written to stdout: ENOSPC');
    expect(status).toBe(expected);
  });
});
