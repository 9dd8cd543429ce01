import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {Config} from '@oclif/core';
import {expect, test} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';

const run = promisify(execFile);
const bin = path.join(packageRoot, 'bin', 'run.js');

test('--version answers what oclif would, without loading it, from any folder', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'version-'));
  try {
    const {stdout, stderr} = await run(process.execPath, [bin, '--version'], {cwd: folder});

    expect(stdout.trim()).toBe((await Config.load({root: packageRoot})).userAgent);
    expect(stderr).toBe('');
  } finally {
    await rm(folder, {recursive: true});
  }
});

test.each(['test', 'development', 'production'])(
  'nothing but the help is printed where NODE_ENV is %s',
  async (env) => {
    const {stdout, stderr} = await run(process.execPath, [bin, '--help'], {env: {...process.env, NODE_ENV: env}});

    expect(stdout).toContain('COMMANDS');
    expect(stderr).toBe('');
  },
);
