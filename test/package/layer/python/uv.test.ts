import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {buildLayer} from '../../../../src/lib/package/layer/build-layer.js';
import {EventRecorder} from '../../../fakes/event-recorder.js';
import {zipOf} from '../../../sandbox/zip-of.js';
import {tempFolder, writeTree} from '../../temp-folder.js';
import {readZip} from '../../zip/read-zip.js';

const INFO = 'greeting-1.0.dist-info';
const WHEEL = 'greeting-1.0-py3-none-any.whl';

/** A distribution with a command, so that the installer writes a script that names the interpreter of the machine. */
async function aWheel(): Promise<Buffer> {
  const files = {
    'greeting/__init__.py': 'def main(): return 1\n',
    [`${INFO}/METADATA`]: 'Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n',
    [`${INFO}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: by-hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${INFO}/entry_points.txt`]: '[console_scripts]\ngreet = greeting:main\n',
  };
  const record = [...Object.keys(files), `${INFO}/RECORD`].map((name) => `${name},,\n`).join('');
  return zipOf({...files, [`${INFO}/RECORD`]: record});
}

const hasUv = spawnSync('uv', ['--version']).status === 0;

test.skipIf(!hasUv)('what uv itself installs into python/ is the same layer in every folder', async () => {
  const wheel = await aWheel();
  const layers = [];
  for (const name of ['one', 'another place']) {
    const sourceDir = path.join(tempFolder(), name);
    writeTree(sourceDir, {'app.py': 'import greeting\n', 'requirements.txt': 'greeting==1.0\n'});
    writeFileSync(path.join(sourceDir, WHEEL), wheel);
    const argv = ['pip', 'install', '--offline', '--no-cache', '--no-config', '--target', 'python', `./${WHEEL}`];
    const installed = spawnSync('uv', argv, {cwd: sourceDir, encoding: 'utf8'});
    expect(installed.status, installed.stderr).toBe(0);
    layers.push(await buildLayer({sourceDir, functionName: 'etl', setting: {}, sink: new EventRecorder()}));
  }
  const [one, two] = layers;
  expect(two?.contentDigest).toBe(one?.contentDigest);
  const names = readZip(one?.zip ?? Buffer.alloc(0)).map(({name}) => name);
  expect(names).toContain('python/greeting/__init__.py');
  expect(names.filter((name) => /bin\/|RECORD|uv_|direct_url/.test(name))).toEqual([]);
});
