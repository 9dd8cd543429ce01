import {execFile} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';
import {isWhole} from '../fakes/whole.js';
import {tempFolder} from '../package/temp-folder.js';

const {version} = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));

/** What somebody's shell has who has nothing of ours: no AWS, no settings, and no registry within reach. */
function shellIn(folder: string) {
  const env = {PATH: process.env.PATH, HOME: folder, npm_config_offline: 'true', npm_config_update_notifier: 'false'};
  return (file: string, ...argv: readonly string[]) => promisify(execFile)(file, argv, {cwd: folder, env});
}

/** The tarball as a release makes it, in a folder of its own. */
async function packed(): Promise<string> {
  const folder = tempFolder();
  await promisify(execFile)('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {cwd: packageRoot});
  const [tarball = ''] = readdirSync(folder);
  return path.join(folder, tarball);
}

test('the tarball installs into an empty folder and as a global command, without a registry, and works there', async () => {
  const tarball = await packed();
  // Ten times as much would be a dependency bundled by mistake.
  expect(statSync(tarball).size).toBeLessThan(4_000_000);

  const local = tempFolder();
  await shellIn(local)('npm', 'install', '--no-audit', '--no-fund', tarball);
  expect(readdirSync(path.join(local, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'lambda-release',
  ]);
  const {stdout} = await shellIn(local)('node_modules/.bin/lambda-release', '--version');
  expect(stdout).toContain(`lambda-release/${version} `);

  const machine = tempFolder();
  await shellIn(machine)('npm', 'install', '--global', '--prefix', machine, '--no-audit', '--no-fund', tarball);
  const project = path.join(machine, 'project');
  mkdirSync(project);
  const command = path.join(machine, 'bin', 'lambda-release');
  await shellIn(project)(command, 'init', 'hello');
  const {stdout: answer} = await shellIn(project)(command, 'package', '--json');
  expect(JSON.parse(answer)).toMatchObject({ok: true});
});

test.runIf(isWhole)('npx lambda-release demo in an empty folder ends as it should', {timeout: 300_000}, async () => {
  const folder = tempFolder();
  const shell = shellIn(folder);
  await shell('npm', 'install', '--no-audit', '--no-fund', await packed());
  const {stdout} = await shell('npx', '--no', 'lambda-release', 'demo');
  expect(stdout).toContain('The good version was promoted, the bad one was taken back.');
  expect(
    readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort(),
  ).toEqual([...['node_modules', 'package-lock.json', 'package.json']]);
});
