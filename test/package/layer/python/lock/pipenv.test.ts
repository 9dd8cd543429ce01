import {expect, test} from 'vitest';
import {aLockedProject, type Installed, packagesOf} from './a-locked-project.js';

/** As pipenv 2026 writes it, without hashes. */
const LOCK = {
  _meta: {hash: {sha256: 'c5be'}, 'pipfile-spec': 6, requires: {python_version: '3.13'}, sources: []},
  default: {
    certifi: {markers: "python_version >= '3.7'", version: '==2026.1'},
    click: {index: 'pypi', markers: "python_version >= '3.10'", version: '==8.5.1'},
    'importlib-metadata': {markers: "python_version < '3.10'", version: '*'},
    pysocks: {markers: "python_version >= '2.7' and python_version != '3.0'", version: '==1.7.1'},
    requests: {extras: ['socks'], markers: "python_version >= '3.10'", version: '==2.34.2'},
  },
  develop: {pytest: {index: 'pypi', version: '==9.2.0'}},
};
const PIPFILE = `[packages]
requests = {version = ">=2.30", extras = ["socks"]}
importlib-metadata = {version = "*", markers = "python_version < '3.10'"}
click = "*"

[dev-packages]
pytest = "*"
`;
const EVERYTHING: Installed = {
  ...{requests: '2.34.2', PySocks: '1.7.1', certifi: '2026.1', click: '8.5.1'},
  ...{'importlib-metadata': '8.7.1', pytest: '9.2.0'},
};
const PRODUCTION = ['PySocks@1.7.1', 'certifi@2026.1', 'click@8.5.1', 'requests@2.34.2'];
/** pipenv's lockfile does not say what needs what: what is installed does. */
const REQUESTS = `Name: requests
Version: 2.34.2
Requires-Dist: certifi>=2017
Requires-Dist: urllib3<3
Requires-Dist: PySocks>=1.5.6 ; extra == 'socks'
`;

function aProject(more: Readonly<Record<string, string>> = {}, installed = EVERYTHING): string {
  const files = {Pipfile: PIPFILE, 'Pipfile.lock': JSON.stringify(LOCK, undefined, 4)};
  return aLockedProject({...files, 'python/requests-2.34.2.dist-info/METADATA': REQUESTS, ...more}, installed);
}

test('production is the default section, as far as it is for this platform', async () => {
  expect(await packagesOf(aProject())).toEqual(PRODUCTION);
  // As when only the lockfile is copied to where the layer is made.
  expect(await packagesOf(aLockedProject({'Pipfile.lock': JSON.stringify(LOCK)}, EVERYTHING))).toEqual(PRODUCTION);
});

test('chosen packages bring what their metadata asks for and the lockfile has', async () => {
  const setting = {name: 'http', include: ['requests']};
  expect(await packagesOf(aProject(), {setting})).toEqual(['PySocks@1.7.1', 'certifi@2026.1', 'requests@2.34.2']);
  await expect(packagesOf(aProject(), {setting: {name: 'http', include: ['certifi']}})).rejects.toMatchObject({
    code: 'LAYER_INCLUDE_UNKNOWN',
  });
});

test("the project itself is the function's own code", async () => {
  const lock = {...LOCK, default: {...LOCK.default, app: {editable: true, path: '.'}}};
  const files = {
    'Pipfile.lock': JSON.stringify(lock),
    Pipfile: `${PIPFILE}[packages.app]\npath = "."\neditable = true\n`,
  };
  expect(await packagesOf(aProject(files))).toEqual(PRODUCTION);
});

test('a lockfile for another Python is refused', async () => {
  await expect(packagesOf(aProject(), {runtime: 'python3.12'})).rejects.toMatchObject({
    code: 'LOCKFILE_OTHER_PYTHON',
    message: expect.stringMatching(/is for Python == 3\.13, and the function has 3\.12\.$/),
  });
});

test.each<[string, Readonly<Record<string, string>>, Installed, string, RegExp]>([
  [
    'another version installed',
    {},
    {...EVERYTHING, click: '8.0'},
    'DEPENDENCIES_OUT_OF_DATE',
    /the lockfile has 8\.5\.1/,
  ],
  [
    'nothing installed',
    {'python/requests-2.34.2.dist-info/METADATA': 'x'},
    {},
    'DEPENDENCIES_OUT_OF_DATE',
    /not installed/,
  ],
  [
    'more in the Pipfile',
    {Pipfile: `${PIPFILE}[packages.boto3]\nversion = "*"\n`},
    EVERYTHING,
    'LOCKFILE_OUT_OF_DATE',
    /boto3/,
  ],
  ['newer in the Pipfile', {Pipfile: PIPFILE.replace('2.30', '3')}, EVERYTHING, 'LOCKFILE_OUT_OF_DATE', /requests/],
  ['half a lockfile', {'Pipfile.lock': '{"default": {'}, EVERYTHING, 'LOCKFILE_INVALID', /Pipfile\.lock/],
  ['no section in the lockfile', {'Pipfile.lock': '{"_meta": {}}'}, EVERYTHING, 'LOCKFILE_INVALID', /Pipfile\.lock/],
])('%s is an error with a way out', async (_, files, installed, code, message) => {
  const outcome = packagesOf(aProject(files, installed));
  await expect(outcome).rejects.toMatchObject({code, exitCode: 2, message: expect.stringMatching(message)});
  await expect(outcome).rejects.toMatchObject({suggestions: [expect.stringMatching(/pipenv (lock|requirements)/)]});
});
