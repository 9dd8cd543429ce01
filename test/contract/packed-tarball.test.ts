import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';

const run = promisify(execFile);

let folder: string;
let installed: string;
let bin: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'packed-'));
  installed = await installAlone();
  bin = path.join(installed, 'bin', 'run.js');
});
afterAll(async () => {
  await rm(folder, {recursive: true});
});

/** Packs the project as it is built now and lays it out as an installation, without any of its dependencies. */
async function installAlone(): Promise<string> {
  const {stdout} = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: packageRoot,
  });
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, {filename: string}>);
  const place = path.join(folder, 'node_modules', 'lambda-release');
  await mkdir(place, {recursive: true});
  const tarball = path.join(folder, path.basename(packed?.filename ?? ''));
  await run('tar', ['-xzf', tarball, '-C', place, '--strip-components=1']);
  return place;
}

test('the packed tool runs elsewhere, from its own files alone', async () => {
  const help = await run(process.execPath, [bin, '--help'], {cwd: folder});
  expect(help.stdout).toContain('COMMANDS');
  expect(help.stderr).toBe('');

  // Packaging takes the worker threads, which are found by path and not bundled.
  const source = path.join(path.dirname(bin), '..', 'templates', 'function');
  const packed = await run(process.execPath, [bin, 'package', source, '--json'], {cwd: folder});
  expect(JSON.parse(packed.stdout)).toMatchObject({ok: true});
});

test('the AWS SDK is in the package, and prints nothing of its own', async () => {
  const env = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
  };

  const failed = await run(process.execPath, [bin, 'status', 'checkout:live', '--json'], {cwd: folder, env}).then(
    () => undefined,
    (error: {code: number; stdout: string; stderr: string}) => error,
  );

  expect(failed?.code).toBe(4);
  expect(JSON.parse(failed?.stdout ?? '')).toMatchObject({ok: false});
  expect(failed?.stderr).toMatch(/^✖ .+\n/);
});

test('what the tool reads at run time is in the tarball', async () => {
  for (const file of [
    'oclif.manifest.json',
    'LICENSE',
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/lib/sandbox/runtime/node/bootstrap.cjs',
    'dist/lib/package/zip/job-worker.cjs',
    'dist/lib/sandbox/runtime/python/runtime.py',
    'schemas/release.schema.json',
    'templates/function/index.mjs',
    'templates/release.yml',
    'templates/engine/stack.yaml',
    'dist/engine/tick/index.mjs',
  ]) {
    expect((await readFile(path.join(installed, file))).byteLength, file).toBeGreaterThan(0);
  }
});

test('it carries nothing twice, and nothing that only who works on it reads', async () => {
  const manifest = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as {
    dependencies?: object;
    scripts: Readonly<Record<string, string>>;
  };
  const files = await readdir(installed, {recursive: true});

  // Everything is in dist/: an installation downloads one package.
  expect(manifest.dependencies ?? {}).toEqual({});
  // npm would run these at whoever installs the tarball.
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare'])
    expect(manifest.scripts).not.toHaveProperty(script);
  expect(files.filter((file) => /^(src|test|bench|scripts|docs.decisions)\b|\.map$|dev\.js$/.test(file))).toEqual([]);
});
