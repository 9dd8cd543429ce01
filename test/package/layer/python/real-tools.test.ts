import {execFile, spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {describe, expect, test} from 'vitest';
import type {UsageError} from '../../../../src/lib/errors.js';
import {buildLayer} from '../../../../src/lib/package/layer/build-layer.js';
import {EventRecorder} from '../../../fakes/event-recorder.js';
import {type Tree, tempFolder, writeTree} from '../../temp-folder.js';
import {readZip} from '../../zip/read-zip.js';
import {aPackageIndex} from './a-package-index.js';

const has = (...line: readonly [string, ...string[]]) => spawnSync(line[0], line.slice(1)).status === 0;
const python = spawnSync('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {encoding: 'utf8'});
const VERSION = python.stdout?.trim() ?? '';

/** What is asked for: an extra, and packages for other platforms, which are installed for development all the same. */
const OFFERED = [
  {
    ...{name: 'greeting', version: '1.2'},
    metadata: [
      ...['Requires-Dist: words>=2', "Requires-Dist: shout; extra == 'loud'", 'Provides-Extra: loud'],
      ...["Requires-Dist: winonly; sys_platform == 'win32'", "Requires-Dist: newer; python_version >= '3.0'"],
    ],
  },
  ...['words', 'shout', 'winonly', 'newer', 'older', 'helper'].map((name) => ({name, version: '2.0'})),
];
const PRODUCTION = ['greeting', 'newer', 'shout', 'words'];

interface Tool {
  readonly name: string;
  readonly isThere: boolean;
  files(index: string): Tree;
  /** Commands, each run by a shell in the project. */
  readonly lock: string;
  readonly development: string;
  readonly production: string;
}

const STANDARD = `[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.9"
dependencies = ["greeting[loud]>=1", "older; python_version < '3.0'"]
`;

const TOOLS: readonly Tool[] = [
  {
    name: 'uv',
    isThere: has('uv', '--version'),
    files: (index) => ({
      'pyproject.toml': `${STANDARD}
[dependency-groups]
dev = ["helper", "winonly", "older"]
[[tool.uv.index]]
url = "${index}"
default = true
`,
    }),
    lock: 'uv lock',
    development: 'uv sync --frozen',
    production: 'uv sync --frozen --no-default-groups',
  },
  {
    name: 'poetry',
    isThere: has('poetry', '--version') && has('poetry', 'export', '--help'),
    files: (index) => ({
      'pyproject.toml': `${STANDARD}
[tool.poetry]
package-mode = false
[tool.poetry.group.dev.dependencies]
helper = "*"
winonly = "*"
[[tool.poetry.source]]
name = "here"
url = "${index}"
`,
    }),
    lock: 'poetry lock',
    development: 'poetry sync',
    production: 'poetry sync --only main',
  },
  {
    name: 'pipenv',
    isThere: has('pipenv', '--version'),
    files: (index) => ({
      Pipfile: `[[source]]
name = "here"
url = "${index}"
verify_ssl = false
[packages]
greeting = {version = ">=1", extras = ["loud"]}
older = {version = "*", markers = "python_version < '3.0'"}
[dev-packages]
helper = "*"
winonly = "*"
[requires]
python_version = "${VERSION}"
`,
    }),
    lock: 'pipenv lock',
    development: 'pipenv sync --dev',
    production: 'pipenv sync',
  },
];

const run = promisify(execFile);

/** Runs commands in a project with this index alone, and with no cache or setting of the machine. */
function shellIn(cwd: string, index: string) {
  const own = path.join(cwd, '..', 'cache');
  const env = {
    ...process.env,
    ...{NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1', VIRTUAL_ENV: undefined, XDG_CACHE_HOME: own},
    ...{PIP_INDEX_URL: index, PIP_CONFIG_FILE: '/dev/null', PIP_CACHE_DIR: own, PIP_EXTRA_INDEX_URL: undefined},
    ...{UV_CACHE_DIR: own, UV_DEFAULT_INDEX: index, UV_PYTHON: VERSION, UV_PYTHON_DOWNLOADS: 'never'},
    ...{POETRY_CACHE_DIR: own, POETRY_CONFIG_DIR: own, POETRY_VIRTUALENVS_IN_PROJECT: '1', POETRY_KEYRING_ENABLED: '0'},
    ...{PIPENV_CACHE_DIR: own, PIPENV_VENV_IN_PROJECT: '1', PIPENV_IGNORE_VIRTUALENVS: '1', PIPENV_PYPI_MIRROR: index},
  };
  return (line: string) => run('sh', ['-c', line], {cwd, env, encoding: 'utf8'});
}

async function layerOf(sourceDir: string) {
  const platform = {runtime: `python${VERSION}`, architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64'};
  const sink = new EventRecorder();
  return buildLayer({sourceDir, functionName: 'etl', setting: {}, ...platform, sink});
}

/** What a virtual environment has of its own, and notes of the installer and what it made for this machine. */
const NOT_PRODUCTION =
  /__pycache__|^bin\b|^_virtualenv|^_distutils_hack|^distutils-precedence|^(pip|setuptools|wheel)\b|^\.lock$|dist-info\/(RECORD|INSTALLER|REQUESTED|direct_url\.json|uv_\w+\.json)$/;

/** Text by path of what an installation has. */
function installedFiles(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((name) => !NOT_PRODUCTION.test(name));
  const files = names.filter((name) => statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [`python/${name}`, readFileSync(path.join(folder, name), 'utf8')]));
}

function layerFiles(zip: Uint8Array): Readonly<Record<string, string>> {
  return Object.fromEntries(readZip(zip).map(({name, content}) => [name, content.toString()]));
}

const ENVIRONMENT = `.venv/lib/python${VERSION}/site-packages`;

describe.each(TOOLS)('$name', ({isThere, files, lock, development, production}) => {
  test.skipIf(!isThere)('leaves in production, file by file, what a layer by its lockfile has', async () => {
    const index = await aPackageIndex(OFFERED);
    const sourceDir = writeTree(path.join(tempFolder(), 'app'), {'app.py': 'import greeting\n', ...files(index)});
    const shell = shellIn(sourceDir, index);
    await shell(lock);
    // Some tools make an environment to lock in.
    rmSync(path.join(sourceDir, '.venv'), {recursive: true, force: true});

    // The line that the error prints installs what a layer is made of.
    const refused = await layerOf(sourceDir).catch((error: UsageError) => error);
    expect(refused).toMatchObject({code: 'DEPENDENCIES_MISSING'});
    const [wayOut = ''] = 'suggestions' in refused ? refused.suggestions : [];
    await shell(wayOut.replace('Install them: ', ''));
    const pasted = await layerOf(sourceDir);
    rmSync(path.join(sourceDir, 'python'), {recursive: true});

    // What is there for development is in no layer.
    await shell(development);
    expect(readdirSync(path.join(sourceDir, ENVIRONMENT))).toEqual(expect.arrayContaining(['helper', 'winonly']));
    const developed = await layerOf(sourceDir);
    expect(developed.contentDigest).toBe(pasted.contentDigest);
    expect(developed.packages.map(({name}) => name)).toEqual(PRODUCTION);

    rmSync(path.join(sourceDir, '.venv'), {recursive: true});
    await shell(production);
    expect(layerFiles(developed.zip)).toEqual(installedFiles(path.join(sourceDir, ENVIRONMENT)));
  });
});
