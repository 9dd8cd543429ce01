import {chmodSync, rmSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {buildDeploymentPackage} from '../../../../src/lib/package/build-deployment-package.js';
import {buildLayer, type LayerRequest} from '../../../../src/lib/package/layer/build-layer.js';
import {parseMetadata, pythonClosure} from '../../../../src/lib/package/layer/python/closure.js';
import {parseRequirement, parseRequirements} from '../../../../src/lib/package/layer/python/requirement.js';
import {EventRecorder} from '../../../fakes/event-recorder.js';
import {type Tree, tempFolder, writeTree} from '../../temp-folder.js';
import {readZip} from '../../zip/read-zip.js';
import {distribution} from './a-distribution.js';

function aPythonProject(folder: string, more: Tree = {}): string {
  return writeTree(tempFolder(), {
    'app.py': 'import requests\n',
    'requirements.txt': 'Requests[socks]==2.32.0  # HTTP\n',
    ...distribution(folder, 'requests', '2.32.0', [
      'certifi>=2017',
      "PySocks!=1.5.7,>=1.5.6 ; extra == 'socks'",
      `chardet ; extra == "use-chardet" or extra == "all"`,
      "win-inet-pton ; sys_platform == 'win32'",
    ]),
    ...distribution(folder, 'certifi', '2024.1.1'),
    ...distribution(folder, 'PySocks', '1.7.1'),
    ...distribution(folder, 'chardet', '5.0.0'),
    ...distribution(folder, 'pip', '25.0'),
    ...more,
  });
}

async function build(sourceDir: string, request: Partial<LayerRequest> = {}) {
  return buildLayer({sourceDir, functionName: 'etl', setting: {}, sink: new EventRecorder(), ...request});
}

const namesIn = (zip: Uint8Array) => readZip(zip).map(({name}) => name);

test.each(['python', 'site-packages', 'package', '.venv/lib/python3.13/site-packages'])(
  'what the requirements lead to is taken from %s, and leaves the deployment package',
  async (folder) => {
    const sourceDir = aPythonProject(folder);
    const layer = await build(sourceDir);
    expect(layer.packages).toEqual([
      {name: 'PySocks', version: '1.7.1'},
      {name: 'certifi', version: '2024.1.1'},
      {name: 'requests', version: '2.32.0'},
    ]);
    // Compiled files and pip's own notes differ from one installation to the next: they would change the layer's identity.
    expect(namesIn(layer.zip)).toEqual([
      'python/PySocks-1.7.1.dist-info/METADATA',
      'python/certifi-2024.1.1.dist-info/METADATA',
      'python/certifi/__init__.py',
      'python/pysocks/__init__.py',
      'python/requests-2.32.0.dist-info/METADATA',
      'python/requests/__init__.py',
    ]);
    const {zip} = await buildDeploymentPackage({sourceDir, takenOut: layer.takenOut, sink: new EventRecorder()});
    expect(namesIn(zip)).toEqual(['app.py', 'requirements.txt']);
  },
);

test('the same packages give the same bytes from any folder', async () => {
  const one = await build(aPythonProject('python'));
  const two = await build(aPythonProject('.venv/lib/python3.13/site-packages'));
  expect(two.codeSha256).toBe(one.codeSha256);
});

test('chosen packages are taken from a folder that has the handler in it, and the rest stays', async () => {
  const sourceDir = aPythonProject('.', {'requirements.txt': 'requests\nchardet\n'});
  const layer = await build(sourceDir, {setting: {name: 'http', include: ['Requests']}, runtime: 'python3.13'});
  expect(layer.packages.map(({name}) => name)).toEqual(['certifi', 'requests']);
  const {zip} = await buildDeploymentPackage({sourceDir, takenOut: layer.takenOut, sink: new EventRecorder()});
  const left = namesIn(zip).filter((name) => name.endsWith('/__init__.py'));
  expect(left).toEqual(['chardet/__init__.py', 'pip/__init__.py', 'pysocks/__init__.py']);
});

test.each([
  ['is for another platform', "chardet; sys_platform == 'win32'", 'python3.13', false],
  ['is for another Python', "chardet; python_version < '3.9'", 'python3.13', false],
  ['is for this Python', "chardet; python_version >= '3.9'", 'python3.13', true],
  ['may be for this Python, which is not known', "chardet; python_version < '3.9'", undefined, true],
])('what is installed and %s', async (_, requirement, runtime, isTaken) => {
  const sourceDir = aPythonProject('python', {'requirements.txt': `certifi\n${requirement}\n`});
  const {packages} = await build(sourceDir, {runtime});
  expect(packages.some(({name}) => name === 'chardet')).toBe(isTaken);
});

test('what is needed on this platform alone has to be there, where that is known', async () => {
  const requirements = "certifi\nuvloop; sys_platform == 'linux'\nanyio; python_version < '3.9'\n";
  const sourceDir = aPythonProject('python', {'requirements.txt': requirements});
  await expect(build(sourceDir)).rejects.toMatchObject({
    code: 'DEPENDENCIES_OUT_OF_DATE',
    message: expect.stringMatching(/:\n {2}uvloop, asked for by the requirements: not installed$/),
  });
});

test('what several extras need comes along for each of them', async () => {
  const layer = await build(aPythonProject('python', {'requirements.txt': 'requests[all]\n'}));
  expect(layer.packages.map(({name}) => name)).toEqual(['certifi', 'chardet', 'requests']);
});

test('what an upgrade left behind is an error that names both folders', async () => {
  const sourceDir = aPythonProject('python', distribution('python', 'Requests', '2.31.0'));
  await expect(build(sourceDir)).rejects.toMatchObject({
    code: 'DEPENDENCIES_INSTALLED_TWICE',
    exitCode: 2,
    message: expect.stringMatching(/Requests-2\.31\.0\.dist-info and .*requests-2\.32\.0\.dist-info/),
  });
});

test('what was removed after installing is in no layer, and own modules beside the packages stay', async () => {
  const sourceDir = aPythonProject('python', {
    'python/own/__init__.py': 'import requests\n',
    'python/settings.py': 'A = 1\n',
    'python/bin/normalizer': '#!/usr/bin/python\n',
    'python/certifi/__pycache__/later.cpython-313.pyc': 'compiled when it was run',
  });
  rmSync(path.join(sourceDir, 'python/pysocks'), {recursive: true});
  const layer = await build(sourceDir);
  expect(namesIn(layer.zip)).not.toContain('python/pysocks/__init__.py');
  const {zip} = await buildDeploymentPackage({sourceDir, takenOut: layer.takenOut, sink: new EventRecorder()});
  expect(namesIn(zip)).toEqual(['app.py', 'python/own/__init__.py', 'python/settings.py', 'requirements.txt']);
});

test('a folder that is named is used, and one of another Python is warned of', async () => {
  const folder = 'env/lib/python3.11/site-packages';
  const sourceDir = aPythonProject(folder);
  const sink = new EventRecorder();
  const setting = {packages: path.join(sourceDir, folder)};
  expect((await build(sourceDir, {setting, runtime: 'python3.13', sink})).packages).toHaveLength(3);
  expect(sink.events).toContainEqual(expect.objectContaining({type: 'warning', code: 'PYTHON_VERSION_DIFFERS'}));
});

test('requirements files take in others, and executables keep their mode', async () => {
  const sourceDir = aPythonProject('python', {
    'requirements.txt': '-r base.txt\n',
    'base.txt': '--index-url x\ncertifi\n',
  });
  chmodSync(path.join(sourceDir, 'python/certifi/__init__.py'), 0o755);
  const layer = await build(sourceDir);
  expect(readZip(layer.zip).map(({name, mode}) => [name, mode & 0o777])).toContainEqual([
    'python/certifi/__init__.py',
    0o755,
  ]);
});

test.each([
  ['nothing installed', {folder: 'elsewhere', requirements: 'requests'}, 'DEPENDENCIES_MISSING', /pip install/],
  ['a package that is missing', {folder: 'python', requirements: 'boto3'}, 'DEPENDENCIES_OUT_OF_DATE', /pip install/],
  ['another version', {folder: 'python', requirements: 'requests==2.31.0'}, 'DEPENDENCIES_OUT_OF_DATE', /pip install/],
  ['a bare address', {folder: 'python', requirements: 'https://x/y.whl'}, 'REQUIREMENT_WITHOUT_NAME', /name @ address/],
])('%s is an error with a way out', async (_what, {folder, requirements}, code, wayOut) => {
  const sourceDir = aPythonProject(folder, {'requirements.txt': `${requirements}\n`});
  await expect(build(sourceDir)).rejects.toMatchObject({
    code,
    exitCode: 2,
    suggestions: expect.arrayContaining([expect.stringMatching(wayOut)]),
  });
});

test('with both kinds of project the runtime decides', async () => {
  const sourceDir = aPythonProject('python', {
    'package.json': '{}',
    'package-lock.json': '{"lockfileVersion": 3, "packages": {"": {}}}',
  });
  await expect(build(sourceDir)).rejects.toMatchObject({code: 'LAYER_PROJECT_AMBIGUOUS'});
  expect((await build(sourceDir, {runtime: 'python3.13'})).packages).toHaveLength(3);
  await expect(build(sourceDir, {runtime: 'nodejs22.x'})).rejects.toMatchObject({code: 'LAYER_EMPTY'});
});

test.each([
  ['Flask_Login==0.6.3', {name: 'flask-login', versions: '==0.6.3', extras: []}],
  ['a[x, Y_z] >= 1, < 2', {name: 'a', versions: '>=1,<2', extras: ['x', 'y-z']}],
  ['a (==1.0)', {name: 'a', versions: '==1.0', extras: []}],
  ['a==1.*', {name: 'a', versions: '==1.*', extras: []}],
  ['a @ https://x/y.whl', {name: 'a', extras: []}],
  [
    "a; python_version < '3.9' and extra == 'B'",
    {name: 'a', extras: [], marker: "python_version < '3.9' and extra == 'B'"},
  ],
  ["a; extra == 'b'", {name: 'a', extras: [], marker: "extra == 'b'"}],
  ['./local/folder', undefined],
  ['local/folder', undefined],
])('%s is read', (text, expected) => {
  expect(parseRequirement(text)).toEqual(expected);
});

test('lines of requirements go on after a backslash, and hashes are passed over', () => {
  expect(parseRequirements('a==1 \\\n  --hash=sha256:00\n-c limits.txt\n-e ./own\n# b\n')).toEqual({
    requirements: [{name: 'a', versions: '==1', extras: []}],
    includes: [],
    nameless: ['-e ./own'],
  });
});

test('zeros at the end and local parts make no other version', () => {
  const torch = parseMetadata('Name: torch\nVersion: 2.5.0+cpu\n', 'torch.dist-info');
  const problemsOf = (text: string) =>
    pythonClosure([parseRequirement(text) ?? []].flat(), torch ? [torch] : []).problems;
  expect(problemsOf('torch==2.5')).toEqual([]);
  expect(problemsOf('torch==2.5.0+cpu')).toEqual([]);
  expect(problemsOf('torch==2.5.1')).toEqual([
    'torch: 2.5.0+cpu is installed, and ==2.5.1 is asked for by the requirements',
  ]);
});
