import {symlinkSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {buildLayer} from '../../../../src/lib/package/layer/build-layer.js';
import {EventRecorder} from '../../../fakes/event-recorder.js';
import {type Tree, tempFolder, writeTree} from '../../temp-folder.js';
import {readZip} from '../../zip/read-zip.js';

/** `greeting`, as an installer leaves it in python/: the files it records, and its notes. */
function anInstallation(requirements: string | Buffer, files: Tree): string {
  const info = 'greeting-3.10.dist-info';
  const notes = ['METADATA', 'RECORD', 'INSTALLER', 'uv_cache.json'].map((name) => `${info}/${name}`);
  const folder = tempFolder();
  return writeTree(folder, {
    'app.py': 'import greeting\n',
    'requirements.txt': requirements,
    [`python/${info}/METADATA`]: 'Metadata-Version: 2.1\nName: greeting\nVersion: 3.10\n',
    [`python/${info}/INSTALLER`]: 'uv\n',
    [`python/${info}/uv_cache.json`]: JSON.stringify({folder}),
    [`python/${info}/RECORD`]: `${[...Object.keys(files), ...notes].map((file) => `${file},,`).join('\n')}\n`,
    ...Object.fromEntries(Object.entries(files).map(([name, content]) => [`python/${name}`, content])),
  });
}

async function build(sourceDir: string) {
  const layer = await buildLayer({sourceDir, functionName: 'etl', setting: {}, sink: new EventRecorder()});
  const names = readZip(layer.zip).map(({name}) => name);
  return {layer, names: names.filter((name) => !name.endsWith('.dist-info/METADATA'))};
}

const MODULE: Tree = {'greeting/__init__.py': 'x = 1\n'};

test('compiled files without their source are the code, those beside it are not', async () => {
  const compiled = ['__init__.pyc', '__pycache__/__init__.cpython-313.pyc', 'core.pyc'];
  const files = Object.fromEntries(compiled.map((name) => [`greeting/${name}`, 'compiled']));
  const {names} = await build(anInstallation('greeting', {...MODULE, ...files}));
  expect(names).toEqual(['python/greeting/__init__.py', 'python/greeting/core.pyc']);
});

test('scripts that name the interpreter of the machine, and notes of the installer, make no other layer', async () => {
  const launchers = (folder: string): Tree => ({
    ...MODULE,
    'bin/greet': `#!${folder}/bin/python3\nimport greeting\n`,
    'bin/greet-all': `#!/bin/sh\n'''exec' '${folder}/a long/python3' "$0" "$@"\n' '''\n`,
    'bin/tool': '#!/bin/sh\necho hello\n',
  });
  const one = await build(anInstallation('greeting', launchers('/home/one')));
  const two = await build(anInstallation('greeting', launchers('/builds/two')));
  expect(one.names).toEqual(['python/bin/tool', 'python/greeting/__init__.py']);
  expect(two.layer.contentDigest).toBe(one.layer.contentDigest);
});

test('a recorded link that leads nowhere is an error, and a recorded file that was removed is none', async () => {
  const sourceDir = anInstallation('greeting', MODULE);
  const record = 'greeting/__init__.py,,\ngreeting/data,,\ngreeting/removed.py,,\n';
  writeTree(sourceDir, {'python/greeting-3.10.dist-info/RECORD': record});
  await expect(build(sourceDir)).resolves.toBeDefined();
  symlinkSync('nowhere', path.join(sourceDir, 'python/greeting/data'));
  await expect(build(sourceDir)).rejects.toMatchObject({code: 'LINK_BROKEN'});
});

test.each<[string, string | Buffer]>([
  ['an editable address that ends in its name', '-e git+https://example.com/greeting.git@main#egg=greeting'],
  ['an address that ends in its name', 'git+https://example.com/a.git#subdirectory=b&egg=Greeting[extra]'],
  ['a wheel on this machine', './wheels/greeting-3.10-py3-none-any.whl'],
  ['a range', 'greeting>=3.2,<4'],
  ['a compatible release', 'greeting ~= 3.1'],
  ['UTF-16', Buffer.from('\uFEFFgreeting==3.10\r\n', 'utf16le')],
  ['UTF-16, the other way round', Buffer.from('\uFEFFgreeting==3.10\n', 'utf16le').swap16()],
  ['a byte order mark', '\uFEFFgreeting\n'],
])('requirements with %s are read as pip reads them', async (_, requirements) => {
  const {layer} = await build(anInstallation(requirements, MODULE));
  expect(layer.packages).toEqual([{name: 'greeting', version: '3.10'}]);
});

test.each<[string, string, string, RegExp]>([
  [
    'a newer version than is installed',
    'greeting>=4',
    'DEPENDENCIES_OUT_OF_DATE',
    /3\.10 is installed, and >=4 is asked/,
  ],
  ['an older one', 'greeting<3.2', 'DEPENDENCIES_OUT_OF_DATE', /<3\.2 is asked/],
  [
    'a file that is not there',
    '-r base.txt',
    'REQUIREMENTS_MISSING',
    /requirements\.txt takes in .*base\.txt, and there is/,
  ],
  ['a folder without a name', '-e ./own', 'REQUIREMENT_WITHOUT_NAME', /-e \.\/own/],
])('requirements that ask for %s are an error that says so', async (_, requirements, code, message) => {
  await expect(build(anInstallation(requirements, MODULE))).rejects.toMatchObject({
    exitCode: 2,
    code,
    message: expect.stringMatching(message),
  });
});
