import path from 'node:path';
import {expect, test} from 'vitest';
import {ARM64, elf} from '../../../inspect/binary-files.js';
import {writeTree} from '../../../temp-folder.js';
import {distribution} from '../a-distribution.js';
import {aLockedProject, type Installed, packagesOf} from './a-locked-project.js';

/** As uv 0.13 writes it, without hashes and addresses. */
const LOCK = `version = 1
revision = 5
requires-python = ">=3.9"
resolution-markers = [
    "python_full_version >= '3.10'",
    "python_full_version < '3.10'",
]

[manifest]
members = ["app", "core"]

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "core" },
    { name = "importlib-metadata", marker = "python_full_version < '3.10'" },
    { name = "requests", version = "2.32.5", source = { registry = "https://x" }, extra = ["socks"], marker = "python_full_version < '3.10'" },
    { name = "requests", version = "2.34.2", source = { registry = "https://x" }, extra = ["socks"], marker = "python_full_version >= '3.10'" },
]

[package.optional-dependencies]
web = [
    { name = "flask" },
]

[package.dev-dependencies]
dev = [
    { name = "colorama" },
]

[package.metadata]
requires-dist = [{ name = "requests", extras = ["socks"], specifier = ">=2.30" }]

[[package]]
name = "certifi"
version = "2026.1"
source = { registry = "https://x" }

[[package]]
name = "click"
version = "8.5.1"
source = { registry = "https://x" }
dependencies = [
    { name = "colorama", marker = "sys_platform == 'win32'" },
]

[[package]]
name = "colorama"
version = "0.4.6"
source = { registry = "https://x" }

[[package]]
name = "core"
version = "0.2.0"
source = { editable = "packages/core" }
dependencies = [
    { name = "click" },
]

[[package]]
name = "flask"
version = "3.0"
source = { registry = "https://x" }

[[package]]
name = "importlib-metadata"
version = "8.7.1"
source = { registry = "https://x" }

[[package]]
name = "pysocks"
version = "1.7.1"
source = { registry = "https://x" }

[[package]]
name = "requests"
version = "2.32.5"
source = { registry = "https://x" }
resolution-markers = [
    "python_full_version < '3.10'",
]
dependencies = [
    { name = "certifi" },
]

[package.optional-dependencies]
socks = [
    { name = "pysocks" },
]

[[package]]
name = "requests"
version = "2.34.2"
source = { registry = "https://x" }
resolution-markers = [
    "python_full_version >= '3.10'",
]
dependencies = [
    { name = "certifi" },
]

[package.optional-dependencies]
socks = [
    { name = "pysocks" },
]
`;
const PYPROJECT = `[project]
name = "app"
dependencies = ["requests[socks]>=2.30", "importlib-metadata; python_version < '3.10'", "core"]
`;
const EVERYTHING: Installed = {
  ...{requests: '2.34.2', PySocks: '1.7.1', certifi: '2026.1', core: '0.2.0', click: '8.5.1'},
  ...{colorama: '0.4.6', flask: '3.0', 'importlib-metadata': '8.7.1', pip: '25.0'},
};
const PRODUCTION = ['PySocks@1.7.1', 'certifi@2026.1', 'click@8.5.1', 'core@0.2.0', 'requests@2.34.2'];

function aProject(more: Readonly<Record<string, string>> = {}, installed = EVERYTHING, folder?: string): string {
  return aLockedProject({'pyproject.toml': PYPROJECT, 'uv.lock': LOCK, ...more}, installed, folder);
}

test('production is what the project asks for on this platform, without groups and extras of its own', async () => {
  expect(await packagesOf(aProject())).toEqual(PRODUCTION);
  const old = {...EVERYTHING, requests: '2.32.5'};
  expect(await packagesOf(aProject({}, old), {runtime: 'python3.9'})).toEqual(
    [...PRODUCTION.slice(0, -1), 'importlib-metadata@8.7.1', 'requests@2.32.5'].sort(),
  );
});

test('without a runtime the Python of the virtual environment decides', async () => {
  const sourceDir = aProject({}, EVERYTHING, '.venv/lib/python3.12/site-packages');
  expect(await packagesOf(sourceDir, {runtime: undefined})).toEqual(PRODUCTION);
});

test('chosen packages bring what they need, and what the runtime has stays out with what only that needs', async () => {
  const setting = {name: 'http', include: ['Requests']};
  expect(await packagesOf(aProject(), {setting})).toEqual(['PySocks@1.7.1', 'certifi@2026.1', 'requests@2.34.2']);
  const without = {name: 'http', exclude: ['core', 'pysocks']};
  expect(await packagesOf(aProject(), {setting: without})).toEqual(['certifi@2026.1', 'requests@2.34.2']);
});

test('a project of a workspace is told by its folder, and the lockfile is that of the workspace', async () => {
  const member = '[project]\nname = "core"\ndependencies = ["click"]\n';
  const root = aProject({'packages/core/pyproject.toml': member, 'packages/core/src/core.py': 'import click\n'});
  expect(await packagesOf(path.join(root, 'packages/core/src'))).toEqual(['click@8.5.1']);
});

test('of a project that only asks for others there is nothing to install', async () => {
  const lock = LOCK.replace('editable = "packages/core"', 'virtual = "packages/core"');
  const {core: _core, ...installed} = EVERYTHING;
  expect(await packagesOf(aProject({'uv.lock': lock}, installed))).toEqual(
    PRODUCTION.filter((each) => !each.startsWith('core')),
  );
});

test('requirements beside a lockfile count', async () => {
  expect(await packagesOf(aProject({'requirements.txt': 'click==8.5.1\n'}))).toEqual(['click@8.5.1']);
});

const LINE =
  /uv export --frozen .* \| uv pip install --python-platform x86_64-manylinux_2_34 --python-version 3\.13 --target python -r -\)?$/;

test.each<[string, Installed, RegExp]>([
  ['another version', {...EVERYTHING, certifi: '2025.1'}, /certifi: 2025\.1 is installed, the lockfile has 2026\.1/],
  ['the version for another Python', {...EVERYTHING, requests: '2.32.5'}, /requests: 2\.32\.5 .* has 2\.34\.2/],
  ['nothing of one', {...EVERYTHING, click: ''}, /click, asked for by core: not installed/],
])('%s installed is named, with the line that installs', async (_, installed, message) => {
  const there = Object.fromEntries(Object.entries(installed).filter(([, version]) => version !== ''));
  await expect(packagesOf(aProject({}, there))).rejects.toMatchObject({
    code: 'DEPENDENCIES_OUT_OF_DATE',
    exitCode: 2,
    message: expect.stringMatching(message),
    suggestions: [expect.stringMatching(LINE)],
  });
});

test('compiled for another machine is refused with the same line', async () => {
  const file = 'python/certifi/native.cpython-313-aarch64-linux-gnu.so';
  const record = 'python/certifi-2026.1.dist-info/RECORD';
  const sourceDir = aProject();
  writeTree(sourceDir, {[file]: elf(ARM64), [record]: 'certifi/native.cpython-313-aarch64-linux-gnu.so,,\n'});
  await expect(packagesOf(sourceDir)).rejects.toMatchObject({
    code: 'NATIVE_MISMATCH',
    suggestions: expect.arrayContaining([expect.stringMatching(LINE)]),
  });
});

test('nothing installed is an error with the same line', async () => {
  await expect(packagesOf(aProject({}, {}))).rejects.toMatchObject({
    code: 'DEPENDENCIES_MISSING',
    suggestions: expect.arrayContaining([expect.stringMatching(LINE)]),
  });
});

test.each([
  ['asks for more', PYPROJECT.replace('"core"', '"core", "boto3"'), /boto3: not in the lockfile/],
  [
    'asks for a newer one',
    PYPROJECT.replace('>=2.30', '>=3'),
    /requests: the lockfile has 2\.32\.5 and 2\.34\.2, and >=3/,
  ],
  ['asks for less', PYPROJECT.replace(', "core"', ''), /core: not asked for any more/],
])('a lockfile is out of date when the project %s', async (_, pyproject, message) => {
  await expect(packagesOf(aProject({'pyproject.toml': pyproject}))).rejects.toMatchObject({
    code: 'LOCKFILE_OUT_OF_DATE',
    exitCode: 2,
    message: expect.stringMatching(message),
    suggestions: [expect.stringContaining('uv lock')],
  });
});

test('a lockfile for other Pythons is refused', async () => {
  const lock = LOCK.replace('">=3.9"', '">=3.10.2, <3.13"');
  await expect(packagesOf(aProject({'uv.lock': lock}))).rejects.toMatchObject({
    code: 'LOCKFILE_OTHER_PYTHON',
    exitCode: 2,
    message: expect.stringMatching(/is for Python >= 3\.10\.2 and < 3\.13, and the function has 3\.13\.$/),
  });
  // Whether it is a late patch of 3.10 is Lambda's affair.
  expect(await packagesOf(aProject({'uv.lock': lock}), {runtime: 'python3.10'})).toEqual(PRODUCTION);
});

test('an overridden version is no other version', async () => {
  const lock = LOCK.replace('members = ["app", "core"]', 'overrides = [{ name = "requests", specifier = "==2.34.2" }]');
  const pyproject = PYPROJECT.replace('>=2.30', '<2');
  expect(await packagesOf(aProject({'pyproject.toml': pyproject, 'uv.lock': lock}))).toEqual(PRODUCTION);
});

test('what is left to the build of a project is not compared', async () => {
  const pyproject = '[project]\nname = "app"\ndynamic = ["dependencies"]\n';
  expect(await packagesOf(aProject({'pyproject.toml': pyproject}))).toEqual(PRODUCTION);
});

/** The same project, which also asks for `uvloop` under a condition. */
function withUvloop(marker: string, installed = EVERYTHING): string {
  const needs = `{ name = "core" },\n    { name = "uvloop", marker = "${marker}" }`;
  const entry = '[[package]]\nname = "uvloop"\nversion = "0.21"\n';
  return aProject(
    {
      'uv.lock': `${LOCK.replace('{ name = "core" }', needs)}\n${entry}`,
      'pyproject.toml': PYPROJECT.replace('"core"', `"core", "uvloop; ${marker}"`),
    },
    installed,
  );
}

test('what only the patch of Python decides is taken where it is installed', async () => {
  const installed = {...EVERYTHING, uvloop: '0.21'};
  expect(await packagesOf(withUvloop("python_full_version < '3.13.3'", installed))).toContain('uvloop@0.21');
  expect(await packagesOf(withUvloop("python_full_version < '3.13'", installed))).not.toContain('uvloop@0.21');
});

test.each([
  ['a Python', "python_version >= '3.10'", {runtime: undefined}, '--runtime python3.13'],
  ['a machine', "platform_machine == 'x86_64'", {architecture: undefined}, '--architecture arm64'],
  ['a release of Linux', "platform_release >= '5.10'", {}, 'exclude: [uvloop]'],
  ['a patch of Python', "python_full_version >= '3.13.3'", {}, 'exclude: [uvloop]'],
])('where a condition takes %s that is not known, it is named', async (_, marker, request, wayOut) => {
  await expect(packagesOf(withUvloop(marker), request)).rejects.toMatchObject({
    code: 'MARKER_UNDECIDED',
    exitCode: 2,
    message: expect.stringContaining(`uvloop: ${marker} (not known: ${marker.split(' ')[0]})`),
    suggestions: [expect.stringContaining(wayOut)],
  });
});

test('what is installed as a link to its source is no package', async () => {
  const direct = JSON.stringify({url: 'file:///home/app/packages/core', dir_info: {editable: true}});
  const sourceDir = aProject({'python/core-0.2.0.dist-info/direct_url.json': direct});
  await expect(packagesOf(sourceDir)).rejects.toMatchObject({
    code: 'DEPENDENCIES_LINKED',
    exitCode: 2,
    message: expect.stringMatching(/core\.$/),
    suggestions: [expect.stringContaining('--no-editable')],
  });
});

test.each([
  ['cut off', LOCK.slice(0, LOCK.indexOf('requires-python') + 20), 'LOCKFILE_INVALID'],
  ['with the marks of a merge', `<<<<<<< HEAD\n${LOCK}`, 'LOCKFILE_INVALID'],
  ['of another shape', 'version = 1\npackage = 3\n', 'LOCKFILE_INVALID'],
  ['of another version', LOCK.replace('version = 1', 'version = 9'), 'LOCKFILE_TOO_NEW'],
])('a lockfile that is %s is refused', async (_, lock, code) => {
  await expect(packagesOf(aProject({'uv.lock': lock}))).rejects.toMatchObject({code, exitCode: 2});
});

test('a lockfile that does not know the folder is no project', async () => {
  const sourceDir = aLockedProject({'uv.lock': LOCK, ...distribution('python', 'a', '1')}, {});
  await expect(packagesOf(sourceDir)).rejects.toMatchObject({code: 'LAYER_PROJECT_NOT_FOUND'});
});
